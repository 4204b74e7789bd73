package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How long a sync takes: the forcing of log and map by itself with much pending, and the whole of it, links included,
 * with little.
 *
 * <p>Of what is only forced, the log is timed while the vectors are pending, and the map after they were linked, which
 * does not touch it.
 */
final class ForcedSyncs {
    private static final int MUCH = 10_000;
    private static final int LITTLE = 500;
    private static final int TIMES_MUCH = 20;
    private static final int TIMES_LITTLE = 100;
    private static final double TARGET_MILLIS = 200;
    private static final double PERCENTILE = 0.99;

    private final StoreWork work;
    private long row;

    ForcedSyncs(StoreWork work) {
        this.work = work;
    }

    void measure(List<StoreFigure> figures) throws IOException {
        // Or the writer itself would link most of them.
        try (Bridge bridge = work.make("sync", Map.of("durability", "batched", "batch-size", Integer.toString(MUCH)))) {
            work.fill(bridge, 0, work.settings.vectors(), 0);
            row = work.settings.vectors();
            bridge.forceSync();
            List<Double> whole = new ArrayList<>();
            List<Double> forced = new ArrayList<>();
            long pendingLeast = Long.MAX_VALUE;
            work.progress.begin("syncs", TIMES_LITTLE + TIMES_MUCH);
            for (int i = 0; i < TIMES_LITTLE; i++) {
                store(bridge, LITTLE);
                whole.add(millis(bridge::forceSync));
                work.progress.step(1);
            }
            for (int i = 0; i < TIMES_MUCH; i++) {
                store(bridge, MUCH);
                double log = millis(bridge::flush);
                SyncStatus status = bridge.syncStatus();
                pendingLeast = Math.min(pendingLeast, status.pending());
                int linked;
                do {
                    linked = bridge.batchSync(MUCH);
                } while (linked > 0);
                forced.add(log + millis(bridge::forceSync));
                work.progress.step(1);
            }
            work.progress.end();
            figures.add(StoreFigure.atMost("force_sync_500_p99_ms", high(whole), TARGET_MILLIS));
            figures.add(StoreFigure.plain("force_log_and_map_pending", pendingLeast));
            figures.add(StoreFigure.atMost("force_log_and_map_10000_p99_ms", high(forced), TARGET_MILLIS));
        }
        work.delete("sync");
    }

    private void store(Bridge bridge, int count) {
        List<StoredVector> rows = work.vectors.stored(row, row + count, 0);
        row += count;
        bridge.putAll(StoreWork.COLLECTION, rows, OperationContext.none());
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** With fewer than a hundred numbers this is the largest. */
    private static double high(List<Double> numbers) {
        List<Double> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.round(PERCENTILE * sorted.size())));
    }
}
