package io.vexfs.core.internal.metrics;

/** What a store tells of itself when it is asked. */
public enum StoreGauge {
    /** Live vectors. */
    VECTORS("vexfs.bridge.vectors"),
    /** Vectors stored and not yet linked. */
    PENDING("vexfs.bridge.pending"),
    /** Bytes of the log. */
    LOG_BYTES("vexfs.log.bytes"),
    /** Bytes of the log not yet forced to the disk. */
    LOG_UNSYNCED("vexfs.log.unsynced.bytes"),
    /** Bytes of the files below {@code map/}. */
    MAP_BYTES("vexfs.map.bytes"),
    /** Bytes of the files below {@code graph/}. */
    GRAPH_BYTES("vexfs.graph.bytes"),
    /** Bytes of the heap that quantized codes take. */
    CODE_BYTES("vexfs.index.code.bytes"),
    /** Bytes outside of the heap that keep lately read heads of records. */
    CACHE_BYTES("vexfs.cache.bytes"),
    /** Bytes of the heap that the indexes on metadata take. */
    FILTER_BYTES("vexfs.filter.bytes"),
    /** Vectors that are linked anew. */
    BACKLOG("vexfs.index.backlog"),
    /** Collections whose graphs failed too often. */
    BROKEN("vexfs.index.broken"),
    /** 1 where writes are refused until the store is opened again. */
    REFUSING("vexfs.store.refusing"),
    /** Bytes of the heap that vectors may take beyond those of the typical workload. */
    HEAP_ALLOWED("vexfs.store.heap.allowed.bytes");

    private final String text;

    StoreGauge(String text) {
        this.text = text;
    }

    /** The metric's name. */
    public String text() {
        return text;
    }
}
