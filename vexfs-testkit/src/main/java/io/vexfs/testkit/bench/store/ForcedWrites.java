package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.bench.Median;
import io.vexfs.testkit.bench.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Writes that are on the disk when they return: one writer against the bare disk, and eight against one, in turns. */
final class ForcedWrites {
    private static final int WRITERS = 8;
    /** What a record has besides the vector, about. */
    private static final int RECORD_OVERHEAD = 64;
    /** Turns of each side in a round: what a disk does in a second may be half of what it does in the next one. */
    private static final int TURNS = 2;
    /** Vectors that are made beforehand, so that their making is not measured. */
    private static final int POOL = 10_000;

    private final StoreWork work;
    private final RawAppends raw;
    private final List<StoredVector> pool;
    private int runs;

    ForcedWrites(StoreWork work) {
        this.work = work;
        raw = new RawAppends(work.path(""), Float.BYTES * work.settings.dimensions() + RECORD_OVERHEAD);
        pool = work.vectors.stored(0, POOL, 0);
    }

    String rawBy() {
        return raw.by();
    }

    void measure(List<StoreFigure> figures) throws IOException {
        long millis = 1_000L * work.settings.seconds() / TURNS;
        int turns = TURNS * work.settings.rounds();
        List<Double> bare = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        List<Double> oneRatios = new ArrayList<>();
        List<Double> manyRatios = new ArrayList<>();
        // What the JVM compiles meanwhile takes a processor.
        puts(WRITERS, 2 * TURNS * millis);
        puts(1, TURNS * millis);
        work.progress.begin("forced writes", turns);
        for (int turn = 0; turn < turns; turn++) {
            bare.add(raw.perSecond(millis));
            one.add(puts(1, millis));
            many.add(puts(WRITERS, millis));
            oneRatios.add(one.get(turn) / bare.get(turn));
            manyRatios.add(many.get(turn) / one.get(turn));
            work.progress.step(1);
        }
        work.progress.end();
        figures.add(StoreFigure.plain("append_fsync_per_s", Median.of(bare)));
        figures.add(StoreFigure.plain("every_write_1_writer_per_s", Median.of(one)));
        figures.add(StoreFigure.plain("every_write_8_writers_per_s", Median.of(many)));
        figures.add(StoreFigure.plain("every_write_8_to_1_lowest", Collections.min(manyRatios)));
        figures.add(StoreFigure.plain("every_write_8_to_1_highest", Collections.max(manyRatios)));
        figures.add(StoreFigure.atLeast("every_write_to_append_fsync_ratio", Median.of(oneRatios), 0.8));
        figures.add(StoreFigure.atLeast("every_write_8_to_1_ratio", Median.of(manyRatios), 3));
    }

    /** Writes a second, into a store of its own. */
    private double puts(int writers, long millis) throws IOException {
        String name = "forced-" + runs++;
        AtomicLong next = new AtomicLong();
        double rate;
        try (Bridge bridge = work.make(name, Map.of("durability", "every-write"))) {
            long start = System.nanoTime();
            long end = start + millis * 1_000_000L;
            Threads.run("vexfs-bench-write", writers, writer -> {
                do {
                    long row = next.getAndIncrement();
                    StoredVector vector = pool.get((int) (row % POOL));
                    bridge.put(
                            StoreWork.COLLECTION,
                            new StoredVector(Long.toString(row), vector.vector(), vector.metadata()),
                            OperationContext.none());
                } while (System.nanoTime() < end);
            });
            rate = next.get() / ((System.nanoTime() - start) / 1e9);
        }
        work.delete(name);
        return rate;
    }
}
