package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/** Every metric of the engine, with its name. Safe from many threads. */
public final class EngineMetrics {
    /** How long storing took, a batch or a file counting once. */
    public static final String STORE = "vexfs.bridge.store.nanos";
    /** How long searching took. */
    public static final String SEARCH = "vexfs.bridge.search.nanos";
    /** How long removing took. */
    public static final String DELETE = "vexfs.bridge.delete.nanos";
    /** How long forced syncs took. */
    public static final String SYNC = "vexfs.bridge.sync.nanos";
    /** Vectors stored. */
    public static final String VECTORS_STORED = "vexfs.bridge.vectors.stored";
    /** Vectors compared with a query. */
    public static final String NODES_VISITED = "vexfs.bridge.nodes.visited";
    /** Failures, followed by a dot and the error's name in lower case. */
    public static final String ERRORS = "vexfs.bridge.errors";
    /** Vectors stored and not yet linked. */
    public static final String PENDING = "vexfs.bridge.pending";
    /** Live vectors. */
    public static final String VECTORS = "vexfs.bridge.vectors";
    /** Bytes of the log not yet forced to the disk. */
    public static final String LOG_UNSYNCED = "vexfs.log.unsynced.bytes";

    /** Bytes of the heap that the indexes on metadata take. */
    public static final String FILTER_BYTES = "vexfs.filter.bytes";

    private final MetricRegistry registry = new MetricRegistry();
    private final Latency store = latency(STORE);
    private final Latency search = latency(SEARCH);
    private final Latency delete = latency(DELETE);
    private final Latency sync = latency(SYNC);
    private final Counter vectorsStored = registry.counter(VECTORS_STORED);
    private final Counter nodesVisited = registry.counter(NODES_VISITED);
    private final Map<FuseVexfsError, Counter> errors = new EnumMap<>(FuseVexfsError.class);

    /** Registers every name; the gauges ask when they are read. */
    public EngineMetrics(
            DoubleSupplier vectors, DoubleSupplier pending, DoubleSupplier unsyncedBytes, DoubleSupplier filterBytes) {
        for (FuseVexfsError error : FuseVexfsError.values()) {
            errors.put(error, registry.counter(ERRORS + "." + error.name().toLowerCase(Locale.ROOT)));
        }
        gauge(VECTORS, vectors);
        gauge(PENDING, pending);
        gauge(LOG_UNSYNCED, unsyncedBytes);
        gauge(FILTER_BYTES, filterBytes);
    }

    private Latency latency(String name) {
        return new Latency(registry.register(name, new Timer(new HdrReservoir())));
    }

    private void gauge(String name, DoubleSupplier value) {
        registry.register(name, (Gauge<Double>) value::getAsDouble);
    }

    /** Times of storing. */
    public Latency store() {
        return store;
    }

    /** Times of searching. */
    public Latency search() {
        return search;
    }

    /** Times of removing. */
    public Latency delete() {
        return delete;
    }

    /** Times of forced syncs. */
    public Latency sync() {
        return sync;
    }

    /** Counts stored vectors. */
    public void vectorsStored(long count) {
        vectorsStored.inc(count);
    }

    /** Counts compared vectors. */
    public void nodesVisited(long count) {
        nodesVisited.inc(count);
    }

    /** Counts a failure. */
    public void failed(FuseVexfsError error) {
        Objects.requireNonNull(errors.get(error), "every error has a counter").inc();
    }

    /** Everything as it is now, by name. */
    public List<MetricSample> samples() {
        List<MetricSample> samples = new ArrayList<>();
        registry.getCounters()
                .forEach((name, counter) -> samples.add(new MetricSample.Counter(name, counter.getCount())));
        registry.getGauges()
                .forEach((name, gauge) ->
                        samples.add(new MetricSample.Gauge(name, ((Number) gauge.getValue()).doubleValue())));
        registry.getTimers().forEach((name, timer) -> samples.add(sample(name, timer)));
        return samples;
    }

    private static MetricSample.Timer sample(String name, Timer timer) {
        Snapshot snapshot = timer.getSnapshot();
        return new MetricSample.Timer(
                name,
                timer.getCount(),
                timer.getOneMinuteRate(),
                snapshot.getMin(),
                snapshot.getMean(),
                snapshot.getMax(),
                (long) snapshot.getMedian(),
                (long) snapshot.get95thPercentile(),
                (long) snapshot.get99thPercentile());
    }
}
