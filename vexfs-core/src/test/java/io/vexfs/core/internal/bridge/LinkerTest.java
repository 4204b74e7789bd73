package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LinkerTest {
    private static final int THREADS = 4;
    private static final int IDS = 600;
    private static final VexfsConfig CONFIG = VexfsConfig.DEFAULT.toBuilder()
            .bridge(BridgeConfig.DEFAULT.toBuilder()
                    .linkThreads(THREADS)
                    .batchSize(50)
                    .build())
            .build();

    @TempDir
    Path directory;

    @Test
    void threads_areNamedDaemonsThatEndWithTheStore() {
        Set<Thread> linkers;
        // Other stores of this process have their own.
        Set<Thread> others = linkers();
        try (Vexfs store = Vexfs.open(directory.resolve("store"), CONFIG)) {
            assertThat(store.bridge().collections()).isNotEmpty();
            linkers = linkers();
            linkers.removeAll(others);
            assertThat(linkers).hasSize(THREADS).allMatch(Thread::isDaemon);
        }
        assertThat(linkers).noneMatch(Thread::isAlive);
    }

    private static Set<Thread> linkers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vexfs-linker-"))
                .collect(Collectors.toSet());
    }

    /** A failure whose message cannot be told ends the thread that wants to note it. */
    @Test
    @Timeout(600)
    void thread_thatDies_isReplacedAtTheNextWrite() throws InterruptedException {
        AtomicBoolean deadly = new AtomicBoolean(true);
        RuntimeException failure = new IllegalStateException() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException("seeded");
            }
        };
        StoreState empty = new StoreState(new Catalog(), new LiveCollections(directory));
        BlockingQueue<Thread> asking = new LinkedBlockingQueue<>();
        Linker linker = new Linker(
                empty,
                new SyncFailures(),
                BridgeConfig.DEFAULT.toBuilder().linkThreads(1).build(),
                false,
                () -> {
                    asking.add(Thread.currentThread());
                    if (deadly.get()) {
                        throw failure;
                    }
                    return 0;
                },
                () -> 0,
                System::nanoTime);
        linker.start();
        Thread first = asking.take();
        first.setUncaughtExceptionHandler((thread, seeded) -> {});
        first.join();
        deadly.set(false);
        asking.clear();
        linker.linkAll();
        Thread second = asking.take();
        assertThat(second).isNotSameAs(first);
        assertThat(second.getName()).isEqualTo(first.getName());
        linker.stop();
        assertThat(second.isAlive()).isFalse();
    }

    @Test
    @Timeout(600)
    void singlePuts_withoutASync_areAllLinkedSoon() {
        try (Vexfs store = Vexfs.open(directory.resolve("store"), CONFIG)) {
            Bridge bridge = store.bridge();
            bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 2));
            for (int id = 0; id < 500; id++) {
                float[] vector = {id, id % 7};
                bridge.put("/c", new StoredVector("v" + id, vector, Metadata.empty()), OperationContext.none());
                if (id % 50 == 0) {
                    awaitLinks(bridge);
                }
            }
            awaitLinks(bridge);
        }
    }

    private static void awaitLinks(Bridge bridge) {
        while (bridge.syncStatus().pending() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Searches take every processor: writers wait for links, and what a search has to scan stays little. */
    @Test
    @Timeout(600)
    void puts_whileSearchesRun_leaveFewPendingAndLinkAllAfterwards() throws Exception {
        try (Vexfs store = Vexfs.open(directory.resolve("store"), CONFIG)) {
            Bridge bridge = store.bridge();
            bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 8));
            write(bridge, 0, new float[IDS][]);
            AtomicBoolean done = new AtomicBoolean();
            int searchers = Runtime.getRuntime().availableProcessors() + 1;
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < searchers; i++) {
                work.add(() -> {
                    int asked = 0;
                    for (; asked == 0 || !done.get(); asked++) {
                        bridge.search(
                                SearchRequest.nearest(new float[8])
                                        .collection("/c")
                                        .build(),
                                OperationContext.none());
                    }
                    return asked;
                });
            }
            work.add(() -> {
                try {
                    return write(bridge, 1, new float[IDS][]) - write(bridge, 2, new float[IDS][]) + pending(bridge);
                } finally {
                    done.set(true);
                }
            });
            ExecutorService threads = Executors.newFixedThreadPool(work.size());
            try {
                List<Future<Integer>> results = threads.invokeAll(work);
                for (Future<Integer> asked : results.subList(0, searchers)) {
                    assertThat(asked.get()).isPositive();
                }
                assertThat(results.get(searchers).get()).isLessThan(2 * 4 * 50);
            } finally {
                threads.shutdownNow();
            }
            awaitLinks(bridge);
        }
    }

    private static int pending(Bridge bridge) {
        return (int) bridge.syncStatus().pending();
    }

    /** Each writer owns every third id, so that what it wrote last is what must be found. */
    @Test
    @Timeout(600)
    void replacesOfTheSameId_whileManyThreadsLink_keepTheirOrder() throws Exception {
        try (Vexfs store = Vexfs.open(directory.resolve("store"), CONFIG)) {
            Bridge bridge = store.bridge();
            bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 8));
            float[][] last = new float[IDS][];
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                int first = writer;
                writers.add(() -> write(bridge, first, last));
            }
            ExecutorService threads = Executors.newFixedThreadPool(writers.size());
            try {
                for (Future<Integer> done : threads.invokeAll(writers)) {
                    assertThat(done.get()).isPositive();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(bridge.forceSync().pending()).isZero();
            int live = 0;
            for (int id = 0; id < IDS; id++) {
                if (last[id] != null) {
                    live++;
                    assertThat(bridge.search(
                                            SearchRequest.nearest(last[id])
                                                    .collection("/c")
                                                    .k(1)
                                                    .build(),
                                            OperationContext.none())
                                    .hits())
                            .singleElement()
                            .satisfies(hit -> assertThat(hit.distance()).isZero());
                } else {
                    assertThat(bridge.get("/c", "v" + id)).isEmpty();
                }
            }
            assertThat(bridge.collection("/c").orElseThrow().size()).isEqualTo(live);
        }
    }

    private static int write(Bridge bridge, int first, float[][] last) {
        Random random = new Random(90 + first);
        for (int step = 0; step < 1_500; step++) {
            int id = random.nextInt(IDS / 3) * 3 + first;
            if (random.nextInt(4) == 0) {
                bridge.delete("/c", "v" + id, OperationContext.none());
                last[id] = null;
            } else {
                float[] vector = new float[8];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = random.nextFloat();
                }
                bridge.put("/c", new StoredVector("v" + id, vector, Metadata.empty()), OperationContext.none());
                last[id] = vector;
            }
        }
        return 1_500;
    }
}
