package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.BridgeConfig;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads at one store: nothing but named errors and right answers. */
@Timeout(600)
class BridgeRacesTest {
    private static final OperationContext NOBODY = OperationContext.none();

    @TempDir
    private Path directory;

    @SafeVarargs
    private static void together(Callable<Void>... works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.length);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> work : works) {
                running.add(threads.submit(work));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void put_whileTheLastVectorIsDeleted_neverMeetsACollectionWithoutDimensions() throws Exception {
        try (Vexfs db = Vexfs.open(directory.resolve("store"))) {
            db.bridge().createCollection("/c", new CollectionSettings(DistanceMetric.L2, 0));
            VectorCollection points = db.collection("/c");
            Callable<Void> work = () -> {
                for (int i = 0; i < 300; i++) {
                    points.put("a", new float[] {1, 2});
                    points.delete("a");
                }
                return null;
            };
            together(work, work, work);
            assertThat(points.size()).isZero();
            assertThat(points.dimensions()).isZero();
        }
    }

    @Test
    void search_whileVectorsAreReplaced_findsKOfThemEachOnce() throws Exception {
        int count = 40;
        try (Vexfs db = Vexfs.open(directory.resolve("store"))) {
            VectorCollection points = db.collection("/c", 2, DistanceMetric.L2);
            List<StoredVector> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(new StoredVector("v" + i, new float[] {i, 0}, Metadata.empty()));
            }
            db.bridge().putAll("/c", all, NOBODY);
            AtomicBoolean done = new AtomicBoolean();
            Callable<Void> replace = () -> {
                while (!done.get()) {
                    db.bridge().putAll("/c", all, NOBODY);
                }
                return null;
            };
            Callable<Void> search = () -> {
                try {
                    for (int i = 0; i < 1_500; i++) {
                        SearchResult found = points.search(SearchRequest.nearest(new float[] {i % count, 0})
                                .k(count)
                                .build());
                        assertThat(found.hits())
                                .as("search %d", i)
                                .extracting(SearchResult.Hit::id)
                                .doesNotHaveDuplicates()
                                .hasSize(count);
                    }
                } finally {
                    done.set(true);
                }
                return null;
            };
            together(replace, search, search);
        }
    }

    /** Through the graph: the collection is too large to be scanned. */
    @Test
    void search_whileItsNearestIsReplaced_findsItEachTime() throws Exception {
        int count = 2_000;
        try (Vexfs db = Vexfs.open(directory.resolve("store"))) {
            VectorCollection points = db.collection("/c", 2, DistanceMetric.L2);
            List<StoredVector> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(new StoredVector("v" + i, new float[] {i, i % 7}, Metadata.empty()));
            }
            db.bridge().putAll("/c", all, NOBODY);
            points.put("near", new float[] {500, 500});
            db.bridge().forceSync();
            AtomicBoolean done = new AtomicBoolean();
            Callable<Void> replace = () -> {
                for (int i = 0; !done.get(); i++) {
                    points.put("near", new float[] {500, 500 + i % 2});
                }
                return null;
            };
            Callable<Void> search = () -> {
                try {
                    for (int i = 0; i < 10_000; i++) {
                        assertThat(points.search(SearchRequest.nearest(new float[] {500, 500})
                                                .k(1)
                                                .build())
                                        .hits())
                                .as("search %d", i)
                                .extracting(SearchResult.Hit::id)
                                .containsExactly("near");
                    }
                } finally {
                    done.set(true);
                }
                return null;
            };
            together(replace, search);
        }
    }

    @Test
    void search_whileMetricAndOrdinalsChange_givesNoDistanceOfAnotherVector() throws Exception {
        try (Vexfs db = Vexfs.open(directory.resolve("store"))) {
            VectorCollection points = db.collection("/c", 2, DistanceMetric.L2);
            points.put("keep", new float[] {1, 0});
            AtomicBoolean done = new AtomicBoolean();
            Callable<Void> change = () -> {
                Random random = new Random(1);
                try {
                    for (int i = 0; i < 2_000; i++) {
                        // Under L2 the distance of pN to (0, 0) is N, under dot it is 0.
                        int n = 1 + random.nextInt(9);
                        points.put("p" + n, new float[] {0, n});
                        if (i % 3 == 0) {
                            DistanceMetric metric = i % 2 == 0 ? DistanceMetric.DOT : DistanceMetric.L2;
                            db.bridge().changeCollection("/c", new CollectionSettings(metric, 0));
                        }
                        points.delete("p" + (1 + random.nextInt(9)));
                    }
                } finally {
                    done.set(true);
                }
                return null;
            };
            Callable<Void> search = () -> {
                while (!done.get()) {
                    SearchResult found = points.search(
                            SearchRequest.nearest(new float[] {0, 0}).k(20).build());
                    for (SearchResult.Hit hit : found.hits()) {
                        if (!hit.id().equals("keep") && hit.distance() != 0) {
                            assertThat("p" + (int) hit.distance()).isEqualTo(hit.id());
                        }
                    }
                }
                return null;
            };
            together(change, search);
        }
    }

    @Test
    void close_whileOperationsRun_endsThemWellOrByTheNamedError() throws Exception {
        Path store = directory.resolve("store");
        Vexfs db = Vexfs.open(
                store,
                VexfsConfig.DEFAULT.toBuilder()
                        .bridge(BridgeConfig.DEFAULT.toBuilder()
                                .maxConcurrentOps(2)
                                .build())
                        .build());
        VectorCollection points = db.collection("/c", 8, DistanceMetric.L2);
        int[] acknowledged = new int[3];
        Callable<Void> closing = () -> {
            while (points.size() < 300) {
                Thread.onSpinWait();
            }
            db.close();
            return null;
        };
        together(closing, writer(points, acknowledged, 0), writer(points, acknowledged, 1), reader(points));
        try (Vexfs again = Vexfs.open(store)) {
            assertThat(again.recoveryReport().cleanEnd()).isTrue();
            assertThat(again.collection("/c").size()).isEqualTo(acknowledged[0] + acknowledged[1]);
        }
    }

    private static Callable<Void> writer(VectorCollection points, int[] acknowledged, int number) {
        return untilClosed(() -> {
            float[] vector = new float[8];
            vector[number] = acknowledged[number];
            points.put(number + "-" + acknowledged[number], vector);
            acknowledged[number]++;
        });
    }

    private static Callable<Void> reader(VectorCollection points) {
        return untilClosed(
                () -> points.search(SearchRequest.nearest(new float[8]).build()));
    }

    private static Callable<Void> untilClosed(Runnable work) {
        return () -> {
            try {
                while (true) {
                    work.run();
                }
            } catch (VexfsException closed) {
                assertThat(closed.error()).isEqualTo(FuseVexfsError.CLOSED);
                return null;
            }
        };
    }
}
