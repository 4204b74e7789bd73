package io.vexfs.testkit.bench;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Searches while another thread stores vectors, against the same searches alone; through the API alone.
 *
 * <p>The last tenth of the base is held back from the build. The other thread stores it one vector after another, as fast
 * as it can, over and over: at first they are new, then they replace themselves. Passes with and without it take turns. A
 * row counts as right if it is no farther than the tenth true neighbour among the nine tenths, so that what is stored
 * meanwhile takes nothing away.
 */
public final class InsertBenchmark {
    private static final int HELD_PART = 10;

    private final BridgeProvider provider;
    private final AnnData data;
    private final GraphSettings graph;
    private final QuerySettings query;
    private final int built;

    /**
     * A benchmark of one engine on one data set.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if the truth has too few neighbours among the rows that are built
     */
    public InsertBenchmark(BridgeProvider provider, AnnData all, GraphSettings graph, QuerySettings query) {
        this.provider = provider;
        this.graph = graph;
        this.query = query;
        built = all.base().size() - Math.max(1, all.base().size() / HELD_PART);
        data = new AnnData(all.metric(), all.base(), all.queries(), truth(all, built));
    }

    /** The true neighbours among the first rows. */
    private static List<int[]> truth(AnnData all, int rows) {
        List<int[]> truth = new ArrayList<>(all.truth().size());
        for (int[] neighbors : all.truth()) {
            int[] built = Arrays.stream(neighbors).filter(row -> row < rows).toArray();
            if (built.length < AnnData.K) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "truth of query " + truth.size() + ": expected " + AnnData.K + " neighbours among the first "
                                + rows + " rows, was " + built.length + ": longer rows of truth are needed");
            }
            truth.add(built);
        }
        return truth;
    }

    /** Builds, asks alone and beside inserts, and reports. */
    public List<InsertResult> run(Path work, Progress progress) throws IOException {
        try (BenchStore store = BenchStore.open(provider, work, graph)) {
            store.build(data.metric(), data.base().subList(0, built), progress);
            long end = System.nanoTime() + query.warmUp().toNanos();
            do {
                // Beside inserts too, or the first rounds would measure the compiler.
                query.efs().forEach(ef -> new Measured(ef).measure(store));
            } while (System.nanoTime() < end);
            List<Measured> measured = query.efs().stream().map(Measured::new).toList();
            progress.begin("measure", (long) query.rounds() * measured.size());
            for (int round = 0; round < query.rounds(); round++) {
                for (Measured each : measured) {
                    each.measure(store);
                    progress.step(1);
                }
            }
            progress.end();
            return measured.stream().map(Measured::result).toList();
        }
    }

    /** One ef's passes. */
    private final class Measured {
        private final RecallMeter meter = new RecallMeter(data);
        private final int ef;
        private final List<Double> idleSpeeds = new ArrayList<>();
        private final List<Double> busySpeeds = new ArrayList<>();
        private final List<Double> idleRecalls = new ArrayList<>();
        private final List<Double> busyRecalls = new ArrayList<>();
        private final List<Double> inserts = new ArrayList<>();

        Measured(int ef) {
            this.ef = ef;
        }

        void measure(BenchStore store) {
            QueryPass idle = new QueryPass(store, data.queries(), ef, query.threads());
            idleSpeeds.add(idle.queriesPerSecond());
            idleRecalls.add(meter.recall(idle.rows()));
            Inserter inserter = new Inserter(store);
            QueryPass busy;
            long start = System.nanoTime();
            try {
                inserter.start();
                busy = new QueryPass(store, data.queries(), ef, query.threads());
            } finally {
                inserter.end();
            }
            inserts.add(inserter.stored / ((System.nanoTime() - start) / 1e9));
            busySpeeds.add(busy.queriesPerSecond());
            busyRecalls.add(meter.recall(busy.rows()));
            store.sync();
        }

        InsertResult result() {
            return new InsertResult(
                    ef,
                    Median.of(idleSpeeds),
                    Median.of(busySpeeds),
                    Median.of(idleRecalls),
                    Median.of(busyRecalls),
                    Median.of(inserts));
        }
    }

    /** The thread that stores what was held back. */
    private final class Inserter {
        private final BenchStore store;
        private final AtomicBoolean storing = new AtomicBoolean(true);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread thread = new Thread(this::run, "vexfs-bench-insert");
        private long stored;

        Inserter(BenchStore store) {
            this.store = store;
            thread.setUncaughtExceptionHandler((failed, e) -> failure.set(e));
        }

        void start() {
            thread.start();
        }

        private void run() {
            int held = data.base().size() - built;
            // Once at least, however late this thread gets a processor.
            do {
                int row = built + (int) (stored % held);
                store.put(row, data.base().get(row));
                stored++;
            } while (storing.get());
        }

        void end() {
            storing.set(false);
            Threads.join(List.of(thread));
            Throwable failed = failure.get();
            if (failed != null) {
                throw new IllegalStateException("the inserting thread failed", failed);
            }
        }
    }
}
