package io.vexfs.testkit.bench;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A store for one run, in a directory of its own that goes with it. Row numbers are the ids. */
public final class BenchStore implements AutoCloseable {
    private static final String COLLECTION = "/bench";
    /** What {@code vexfs import} stores at once. */
    private static final int BATCH_ROWS = 1_000;

    private final Path directory;
    private final Bridge bridge;
    private final GraphSettings graph;

    private BenchStore(Path directory, Bridge bridge, GraphSettings graph) {
        this.directory = directory;
        this.bridge = bridge;
        this.graph = graph;
    }

    /** An empty store in a new directory below {@code work}. */
    public static BenchStore open(BridgeProvider provider, Path work, GraphSettings graph) throws IOException {
        Path directory = Files.createTempDirectory(work, "vexfs-bench-");
        Bridge bridge = null;
        try {
            bridge = provider.open(directory.resolve("store"), graph.engineOptions(provider));
            return new BenchStore(directory, bridge, graph);
        } finally {
            if (bridge == null) {
                Directories.remove(directory);
            }
        }
    }

    /**
     * Stores the vectors as a user would, in batches from one thread, and waits until all are linked and on the disk. The
     * engine has threads that link what was stored (see {@link io.vexfs.api.BridgeConfig}); with the one that stores, and
     * then waits and links too, they are as many as the settings say.
     *
     * @return the seconds that it took
     */
    public double build(DistanceMetric metric, List<float[]> base, Progress progress) {
        bridge.createCollection(
                COLLECTION, new CollectionSettings(metric, base.get(0).length, graph.quantization(), graph.storage()));
        progress.begin("build", base.size());
        long start = System.nanoTime();
        for (int from = 0; from < base.size(); from += BATCH_ROWS) {
            int to = Math.min(base.size(), from + BATCH_ROWS);
            List<StoredVector> batch = new ArrayList<>(to - from);
            for (int row = from; row < to; row++) {
                batch.add(new StoredVector(Integer.toString(row), base.get(row), Metadata.empty()));
            }
            bridge.putAll(COLLECTION, batch, OperationContext.none());
            progress.step(to - from);
        }
        bridge.forceSync();
        double seconds = (System.nanoTime() - start) / 1e9;
        progress.end();
        return seconds;
    }

    /** Stores one vector, in place of what was stored under its row. */
    void put(int row, float[] vector) {
        bridge.put(
                COLLECTION, new StoredVector(Integer.toString(row), vector, Metadata.empty()), OperationContext.none());
    }

    /** Waits until all is linked and on the disk. */
    void sync() {
        bridge.forceSync();
    }

    /** The nearest vectors to a query. */
    public SearchResult search(float[] query, int ef) {
        return bridge.search(
                SearchRequest.nearest(query)
                        .collection(COLLECTION)
                        .k(AnnData.K)
                        .ef(ef)
                        .build(),
                OperationContext.none());
    }

    /** The row numbers of all answers, {@link AnnData#K} each, −1 where fewer were found. */
    public static int[] rows(List<SearchResult> answers) {
        int[] rows = new int[answers.size() * AnnData.K];
        for (int query = 0; query < answers.size(); query++) {
            List<SearchResult.Hit> hits = answers.get(query).hits();
            for (int rank = 0; rank < AnnData.K; rank++) {
                rows[query * AnnData.K + rank] =
                        rank < hits.size() ? Integer.parseInt(hits.get(rank).id()) : -1;
            }
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        try {
            bridge.close();
        } finally {
            Directories.remove(directory);
        }
    }
}
