package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.IndexStatus;
import io.vexfs.api.IndexStatus.State;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.bridge.OpenIndexes;
import io.vexfs.core.internal.graph.GraphDamage;
import io.vexfs.core.internal.graph.VectorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches and writes while the index is missing, damaged, made anew or given up; each of it brought about on purpose. */
@Timeout(600)
class DegradedIndexTest {
    private static final int VECTORS = 1_500;
    private static final int DIMENSIONS = 16;
    private static final VexfsConfig ONE_LINKER = VexfsConfig.DEFAULT.toBuilder()
            .bridge(VexfsConfig.DEFAULT.bridge().toBuilder().linkThreads(1).build())
            .build();

    @TempDir
    private Path directory;

    private final List<StoredVector> vectors = vectors(VECTORS, 7);

    private static List<StoredVector> vectors(int count, long seed) {
        Random random = new Random(seed);
        List<StoredVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[DIMENSIONS];
            for (int d = 0; d < DIMENSIONS; d++) {
                vector[d] = (float) random.nextGaussian();
            }
            vectors.add(new StoredVector(seed + "-" + i, vector, Metadata.empty()));
        }
        return vectors;
    }

    private Path store() {
        return directory.resolve("store");
    }

    private Vexfs open() {
        return Vexfs.open(store(), ONE_LINKER);
    }

    private Vexfs filled() {
        Vexfs vexfs = open();
        vexfs.bridge().createCollection("/c", new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
        vexfs.bridge().putAll("/c", vectors, OperationContext.none());
        vexfs.bridge().forceSync();
        return vexfs;
    }

    private static IndexStatus status(Bridge bridge) {
        return bridge.collection("/c").orElseThrow().index();
    }

    private static void awaitReady(Bridge bridge) {
        while (status(bridge).state() != State.READY) {
            Thread.onSpinWait();
        }
    }

    private static SearchResult nearest(Bridge bridge, float[] query, boolean exact) {
        return bridge.search(
                SearchRequest.nearest(query).collection("/c").k(5).exact(exact).build(), OperationContext.none());
    }

    /** Each vector is nearest to itself. */
    private static void requireFound(Bridge bridge, List<StoredVector> sought) {
        for (int i = 0; i < sought.size(); i += 61) {
            assertThat(nearest(bridge, sought.get(i).vector(), false)
                            .hits()
                            .get(0)
                            .id())
                    .isEqualTo(sought.get(i).id());
        }
    }

    private List<Path> graphs() throws IOException {
        try (Stream<Path> files = Files.list(store().resolve("graph"))) {
            return files.filter(file -> file.toString().endsWith(".graph")).toList();
        }
    }

    @Test
    void open_graphRemoved_searchesAtOnceAndLinksAnew() throws IOException {
        filled().close();
        for (Path graph : graphs()) {
            Files.delete(graph);
        }
        requireRebuilt("there was no graph to begin from");
    }

    @Test
    void open_graphDamaged_searchesAtOnceAndLinksAnew() throws IOException {
        filled().close();
        for (Path graph : graphs()) {
            byte[] bytes = Files.readAllBytes(graph);
            bytes[bytes.length / 2] ^= 4;
            Files.write(graph, bytes);
        }
        requireRebuilt("the graph's file is damaged: ");
    }

    @Test
    void open_graphCut_searchesAtOnceAndLinksAnew() throws IOException {
        filled().close();
        for (Path graph : graphs()) {
            Files.write(graph, Arrays.copyOf(Files.readAllBytes(graph), 100));
        }
        requireRebuilt("the graph's file is damaged: ");
    }

    private void requireRebuilt(String reason) {
        try (Vexfs vexfs = open()) {
            IndexStatus first = status(vexfs.bridge());
            assertThat(first.reason().orElseThrow()).startsWith(reason);
            requireFound(vexfs.bridge(), vectors);
            awaitReady(vexfs.bridge());
            assertThat(status(vexfs.bridge()).since()).isAfterOrEqualTo(first.since());
            assertThat(status(vexfs.bridge()).unlinked()).isZero();
            assertThat(vexfs.bridge().syncStatus().pending()).isZero();
            requireFound(vexfs.bridge(), vectors);
        }
        try (Vexfs vexfs = open()) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isTrue();
            assertThat(status(vexfs.bridge()).reason()).isEmpty();
        }
    }

    @Test
    void open_mapDamaged_isMadeAgainWithTheGraphThatThereIs() throws IOException {
        filled().close();
        try (Stream<Path> volumes = Files.list(store().resolve("map"))) {
            for (Path volume : (Iterable<Path>) volumes::iterator) {
                byte[] bytes = Files.readAllBytes(volume);
                Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 0x5A);
                Files.write(volume, bytes);
            }
        }
        try (Vexfs vexfs = open()) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isFalse();
            assertThat(status(vexfs.bridge()).state()).isEqualTo(State.READY);
            requireFound(vexfs.bridge(), vectors);
        }
    }

    @Test
    void search_linksThatLeadNowhere_scansAndLinksAnew() {
        try (Vexfs vexfs = filled()) {
            VectorIndex index = OpenIndexes.of(vexfs.bridge(), "/c");
            List<SearchResult.Hit> before =
                    nearest(vexfs.bridge(), vectors.get(1).vector(), true).hits();
            GraphDamage.breakLinks(index);

            SearchResult scanned = nearest(vexfs.bridge(), vectors.get(1).vector(), false);
            assertThat(scanned.exact()).isTrue();
            assertThat(scanned.hits()).isEqualTo(before);
            assertThat(status(vexfs.bridge()).reason().orElseThrow()).startsWith("the graph failed: ");
            awaitReady(vexfs.bridge());
            assertThat(GraphDamage.linked(index)).isEqualTo(VECTORS);
            assertThat(nearest(vexfs.bridge(), vectors.get(1).vector(), false).exact())
                    .isFalse();
            requireFound(vexfs.bridge(), vectors);
        }
    }

    @Test
    void write_linksThatLeadNowhere_succeedsAndIsFound() {
        try (Vexfs vexfs = filled()) {
            Bridge bridge = vexfs.bridge();
            List<StoredVector> more = vectors(200, 8);
            GraphDamage.breakLinks(OpenIndexes.of(bridge, "/c"));
            bridge.putAll("/c", more, OperationContext.none());
            assertThat(bridge.delete("/c", vectors.get(0).id(), OperationContext.none()))
                    .isTrue();
            StoredVector moved =
                    new StoredVector(vectors.get(1).id(), vectors.get(2).vector(), Metadata.empty());
            bridge.put("/c", moved, OperationContext.none());

            requireFound(bridge, more);
            bridge.forceSync();
            awaitReady(bridge);
            requireFound(bridge, more);
            assertThat(bridge.get("/c", vectors.get(0).id())).isEmpty();
            assertThat(bridge.collection("/c").orElseThrow().size()).isEqualTo(VECTORS + 199);
            assertThat(status(bridge).state()).isEqualTo(State.READY);
        }
    }

    @Test
    void delete_linksThatLeadNowhere_succeedsAndLeavesTheStoreWritable() {
        try (Vexfs vexfs = filled()) {
            Bridge bridge = vexfs.bridge();
            GraphDamage.breakLinks(OpenIndexes.of(bridge, "/c"));
            for (int i = 0; i < 50; i++) {
                assertThat(bridge.delete("/c", vectors.get(i).id(), OperationContext.none()))
                        .isTrue();
            }
            List<StoredVector> more = vectors(60, 9);
            bridge.putAll("/c", more, OperationContext.none());
            requireFound(bridge, vectors.subList(50, VECTORS));
            bridge.forceSync();
            assertThat(bridge.collection("/c").orElseThrow().size()).isEqualTo(VECTORS + 10);
            requireFound(bridge, more);
        }
    }

    @Test
    void graph_thatFailsAgainAndAgain_isGivenUpUntilTheStoreIsOpenedAnew() {
        try (Vexfs vexfs = filled()) {
            Bridge bridge = vexfs.bridge();
            VectorIndex index = OpenIndexes.of(bridge, "/c");
            while (status(bridge).state() != State.BROKEN) {
                bridge.forceSync();
                GraphDamage.breakLinks(index);
                requireFound(bridge, vectors.subList(0, 1));
            }
            List<StoredVector> more = vectors(500, 8);
            bridge.putAll("/c", more, OperationContext.none());
            requireFound(bridge, more);
            assertThat(nearest(bridge, more.get(0).vector(), false).exact()).isTrue();
            assertThatThrownBy(bridge::forceSync)
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.SYNC_ERROR))
                    .hasMessageContaining("is broken");
            assertThat(bridge.syncStatus().unsyncedBytes()).isZero();
            assertThat(bridge.syncStatus().failures()).isPositive();
            assertThat(bridge.syncStatus().lastFailure().orElseThrow()).contains("is broken");
            assertThat(status(bridge).unlinked()).isEqualTo(VECTORS);
        }
        try (Vexfs vexfs = open()) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isTrue();
            requireFound(vexfs.bridge(), vectors);
            assertThat(status(vexfs.bridge()).reason()).contains("the graph that was left had no links");
            awaitReady(vexfs.bridge());
            requireFound(vexfs.bridge(), vectors);
        }
    }

    @Test
    void rebuild_whileOthersSearchAndWrite_keepsEverySearchRight() throws Exception {
        try (Vexfs vexfs = filled()) {
            Bridge bridge = vexfs.bridge();
            AtomicBoolean ended = new AtomicBoolean();
            List<Throwable> failures = new ArrayList<>();
            Thread searcher = new Thread(() -> {
                while (!ended.get()) {
                    requireFound(bridge, vectors);
                }
            });
            searcher.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            searcher.start();
            GraphDamage.breakLinks(OpenIndexes.of(bridge, "/c"));
            List<StoredVector> more = vectors(300, 8);
            for (StoredVector vector : more) {
                bridge.put("/c", vector, OperationContext.none());
            }
            requireFound(bridge, more);
            bridge.forceSync();
            awaitReady(bridge);
            ended.set(true);
            searcher.join();
            assertThat(failures).isEmpty();
            requireFound(bridge, more);
        }
    }
}
