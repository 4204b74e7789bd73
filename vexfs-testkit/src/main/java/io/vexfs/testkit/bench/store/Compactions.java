package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.bench.Threads;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Compaction beside a writer: how long the writer ever waits, and what the store takes on the disk meanwhile and
 * afterwards. The writer replaces vectors at a steady pace, so that what it waits for is not its own load. A compaction
 * writes every graph, so a checkpoint is in it.
 */
final class Compactions {
    private static final int DIGITS = 3;
    private static final long PACE_NANOS = 2_000_000;
    private static final long LOOK_NANOS = 20_000_000;
    private static final double PAUSE_MILLIS = 50;
    private static final double DISK_AFTER = 3.5;
    private static final double DISK_DURING = 5.5;
    private static final String STORE = "compacted";

    private final StoreWork work;

    Compactions(StoreWork work) {
        this.work = work;
    }

    void measure(List<StoreFigure> figures) throws IOException {
        double bytes = work.settings.vectorBytes();
        try (Bridge bridge = work.make(STORE, Map.of("durability", "batched"));
                Peak peak = new Peak()) {
            int vectors = work.settings.vectors();
            work.fill(bridge, 0, vectors, 0);
            // As much again as one may replace before the store itself begins.
            work.fill(bridge, 0, vectors / 2, 1);
            bridge.forceSync();
            Histogram alone = new Histogram(DIGITS);
            Histogram beside = new Histogram(DIGITS);
            AtomicLong nanos = new AtomicLong();
            for (int i = 0; i < work.settings.rounds(); i++) {
                beside(bridge, beside, () -> nanos.addAndGet(time(bridge::compact)));
                beside(bridge, alone, () -> park(work.settings.seconds() * 1_000_000_000L));
            }
            bridge.forceSync();
            bridge.compact();
            double after = work.bytes(STORE);
            figures.add(StoreFigure.plain("compaction_s", nanos.get() / 1e9 / work.settings.rounds()));
            figures.add(StoreFigure.plain("put_alone_max_ms", alone.getMaxValue() / 1e6));
            figures.add(StoreFigure.plain("put_compacting_p99_ms", beside.getValueAtPercentile(99) / 1e6));
            figures.add(StoreFigure.atMost("put_compacting_max_ms", beside.getMaxValue() / 1e6, PAUSE_MILLIS));
            figures.add(StoreFigure.atMost("disk_after_to_vectors_ratio", after / bytes, DISK_AFTER));
            figures.add(StoreFigure.atMost("disk_peak_to_vectors_ratio", peak.bytes.get() / bytes, DISK_DURING));
            for (String part : List.of("log", "map", "graph", "vectors")) {
                figures.add(StoreFigure.plain("disk_after_" + part + "_ratio", work.bytes(STORE + "/" + part) / bytes));
            }
        }
        figures.add(StoreFigure.plain("disk_closed_to_vectors_ratio", work.bytes(STORE) / bytes));
        work.delete(STORE);
    }

    /** Replaces vectors while something else goes on. */
    private void beside(Bridge bridge, Histogram latencies, Runnable other) {
        AtomicBoolean ended = new AtomicBoolean();
        Threads.run("vexfs-bench-compact", 2, thread -> {
            if (thread == 0) {
                try {
                    other.run();
                } finally {
                    ended.set(true);
                }
                return;
            }
            for (int row = 0; !ended.get(); row = (row + 1) % work.settings.vectors()) {
                StoredVector vector = work.vectors.stored(row, 2);
                long start = System.nanoTime();
                bridge.put(StoreWork.COLLECTION, vector, OperationContext.none());
                latencies.recordValue(System.nanoTime() - start);
                LockSupport.parkNanos(PACE_NANOS);
            }
        });
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static void park(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** The thread that looks how large the store ever gets. */
    private final class Peak implements AutoCloseable {
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = new Thread(this::look, "vexfs-bench-disk");

        Peak() {
            thread.start();
        }

        private void look() {
            while (!ended.get()) {
                bytes.accumulateAndGet(work.bytes(STORE), Math::max);
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        @Override
        public void close() {
            ended.set(true);
            Threads.join(List.of(thread));
        }
    }
}
