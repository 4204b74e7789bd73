package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.bench.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Writes that are in the operating system when they return: one caller, one by one, against storing the same in bulk. */
final class BatchedWrites {
    private static final int DIGITS = 3;
    /** Writes between two looks at what is pending. */
    private static final int LOOK = 500;
    /** The most that are stored: all are made beforehand, so that their making is not measured. */
    private static final int MOST = 100_000;

    private static final Map<String, String> BATCHED = Map.of("durability", "batched");

    private final StoreWork work;
    private final List<StoredVector> rows;

    BatchedWrites(StoreWork work) {
        this.work = work;
        rows = work.vectors.stored(0, Math.min(MOST, work.settings.vectors()), 0);
    }

    void measure(List<StoreFigure> figures) throws IOException {
        List<Double> puts = new ArrayList<>();
        List<Double> linked = new ArrayList<>();
        List<Double> bulk = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Histogram latencies = new Histogram(DIGITS);
        long pendingMax = 0;
        // The first one compiles.
        bulk();
        bulk.add(bulk());
        for (int round = 0; round < work.settings.rounds(); round++) {
            Single single = new Single(latencies);
            puts.add(rows.size() / single.putSeconds);
            linked.add(rows.size() / single.seconds);
            pendingMax = Math.max(pendingMax, single.pendingMax);
            bulk.add(bulk());
            // Against one before and one after, because a disk or a machine may slow down over time.
            ratios.add(linked.get(round) / ((bulk.get(round) + bulk.get(round + 1)) / 2));
        }
        figures.add(StoreFigure.atLeast("batched_puts_per_s", Median.of(puts), 5_000));
        figures.add(StoreFigure.plain("batched_put_p50_ms", latencies.getValueAtPercentile(50) / 1e6));
        figures.add(StoreFigure.atMost("batched_put_p99_ms", latencies.getValueAtPercentile(99) / 1e6, 5));
        figures.add(StoreFigure.plain("batched_put_max_ms", latencies.getMaxValue() / 1e6));
        figures.add(StoreFigure.plain("batched_pending_max", pendingMax));
        figures.add(StoreFigure.plain("bulk_build_per_s", Median.of(bulk)));
        figures.add(StoreFigure.plain("batched_linked_per_s", Median.of(linked)));
        figures.add(StoreFigure.plain("batched_linked_to_bulk_lowest", Collections.min(ratios)));
        figures.add(StoreFigure.plain("batched_linked_to_bulk_highest", Collections.max(ratios)));
        figures.add(StoreFigure.atLeast("batched_linked_to_bulk_ratio", Median.of(ratios), 0.9));
    }

    /** Vectors a second, stored in batches, until all are linked and on the disk. */
    private double bulk() throws IOException {
        long start;
        long end;
        work.progress.begin("bulk", rows.size());
        try (Bridge bridge = work.make("bulk", BATCHED)) {
            start = System.nanoTime();
            for (int i = 0; i < rows.size(); i += StoreWork.BATCH_ROWS) {
                List<StoredVector> batch = rows.subList(i, Math.min(rows.size(), i + StoreWork.BATCH_ROWS));
                bridge.putAll(StoreWork.COLLECTION, batch, OperationContext.none());
                work.progress.step(batch.size());
            }
            bridge.forceSync();
            end = System.nanoTime();
        }
        work.progress.end();
        work.delete("bulk");
        return rows.size() / ((end - start) / 1e9);
    }

    /** One run of one caller who stores one vector after the other, as fast as it can. */
    private final class Single {
        private final double putSeconds;
        private final double seconds;
        private long pendingMax;

        Single(Histogram latencies) throws IOException {
            work.progress.begin("one by one", rows.size());
            try (Bridge bridge = work.make("single", BATCHED)) {
                long start = System.nanoTime();
                for (int i = 0; i < rows.size(); i++) {
                    long before = System.nanoTime();
                    bridge.put(StoreWork.COLLECTION, rows.get(i), OperationContext.none());
                    latencies.recordValue(System.nanoTime() - before);
                    if (i % LOOK == 0) {
                        pendingMax = Math.max(pendingMax, bridge.syncStatus().pending());
                        work.progress.step(LOOK);
                    }
                }
                putSeconds = (System.nanoTime() - start) / 1e9;
                bridge.forceSync();
                seconds = (System.nanoTime() - start) / 1e9;
            }
            work.progress.end();
            work.delete("single");
        }
    }
}
