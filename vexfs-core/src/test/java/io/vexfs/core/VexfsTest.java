package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vexfs.api.BridgeConfig;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VexfsTest {
    @TempDir
    private Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    private static float[] random(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static void fill(VectorCollection collection, int from, int to) {
        Random random = new Random(from);
        for (int i = from; i < to; i++) {
            collection.put("id-" + i, random(random, 16), Metadata.of("number", i));
        }
    }

    private static List<SearchResult.Hit> neighbours(VectorCollection collection) {
        return collection
                .search(SearchRequest.like("id-7").k(20).exact(true).build())
                .hits();
    }

    @Test
    void search_vectorWithMetadata_givesIdPathDistanceAndMetadata() {
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection words = db.collection("/words", 3, DistanceMetric.L2);
            words.put("cat", new float[] {1, 0, 0}, Metadata.of("kind", "animal"));
            words.put("a/b", new float[] {1, 3, 0});

            SearchResult found =
                    words.search(SearchRequest.nearest(new float[] {1, 1, 0}).build());

            assertThat(found.hits())
                    .containsExactly(
                            new SearchResult.Hit("cat", "/words/.vectors/cat.vec", 1, Metadata.of("kind", "animal")),
                            new SearchResult.Hit("a/b", "/words/.vectors/a%2Fb.vec", 2, Metadata.empty()));
        }
    }

    @Test
    void open_afterCleanClose_hasTheSameAnswersAndInsertsNothing() {
        List<SearchResult.Hit> before;
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection numbers = db.collection("/numbers", 16, DistanceMetric.COSINE);
            fill(numbers, 0, 3_000);
            numbers.delete("id-9");
            before = neighbours(numbers);
        }
        for (int again = 0; again < 2; again++) {
            try (Vexfs db = Vexfs.open(store())) {
                assertThat(db.recoveryReport().cleanEnd()).isTrue();
                assertThat(db.recoveryReport().logRecordsRead()).isZero();
                assertThat(db.recoveryReport().vectorsLinked()).isZero();
                assertThat(neighbours(db.collection("/numbers"))).isEqualTo(before);
                assertThat(db.collection("/numbers").get("id-9")).isEmpty();
            }
        }
    }

    /** A copy of the open store is what a killed process leaves behind. */
    @Test
    void open_afterAnyOtherEnd_bringsEveryWriteBackFromLogAndSnapshot() throws IOException {
        Path killed = directory.resolve("killed");
        List<SearchResult.Hit> expected;
        try (Vexfs db = Vexfs.open(store())) {
            fill(db.collection("/numbers", 16, DistanceMetric.L2), 0, 1_500);
        }
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection numbers = db.collection("/numbers");
            fill(numbers, 1_000, 2_000);
            for (int i = 100; i < 300; i++) {
                numbers.delete("id-" + i);
            }
            fill(numbers, 150, 200);
            expected = neighbours(numbers);
            StoreCopies.copy(store(), killed);
        }
        try (Vexfs db = Vexfs.open(killed)) {
            VectorCollection numbers = db.collection("/numbers");
            assertThat(db.recoveryReport().cleanEnd()).isFalse();
            assertThat(db.recoveryReport().vectorsLinked()).isPositive();
            assertThat(numbers.size()).isEqualTo(2_000 - 200 + 50);
            assertThat(neighbours(numbers)).isEqualTo(expected);
            db.bridge().forceSync();
            assertThat(neighbours(numbers)).isEqualTo(expected);
        }
    }

    @Test
    void open_graphSnapshotDamaged_buildsItAnewOrRefuses() throws IOException {
        try (Vexfs db = Vexfs.open(store())) {
            fill(db.collection("/numbers", 16, DistanceMetric.L2), 0, 500);
        }
        try (Stream<Path> graphs = Files.list(store().resolve("graph"))) {
            for (Path graph :
                    (Iterable<Path>) graphs.filter(file -> file.toString().endsWith(".graph"))::iterator) {
                byte[] bytes = Files.readAllBytes(graph);
                bytes[bytes.length / 2] ^= 1;
                Files.write(graph, bytes);
            }
        }
        VexfsConfig strict = VexfsConfig.DEFAULT.toBuilder()
                .bridge(BridgeConfig.DEFAULT.toBuilder().autoRebuild(false).build())
                .build();
        assertThatExceptionOfType(VexfsException.class)
                .isThrownBy(() -> Vexfs.open(store(), strict))
                .withMessageContaining(".graph")
                .matches(failure -> failure.error() == FuseVexfsError.CORRUPT);
        try (Vexfs db = Vexfs.open(store())) {
            assertThat(db.recoveryReport().cleanEnd()).isFalse();
            assertThat(db.collection("/numbers").size()).isEqualTo(500);
            assertThat(neighbours(db.collection("/numbers"))).hasSize(20);
        }
    }

    @Test
    void changeCollection_otherMetric_measuresAnewAndKeepsVectors() throws IOException {
        Path killed = directory.resolve("killed");
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection numbers = db.collection("/numbers", 0, DistanceMetric.L2);
            numbers.put("far", new float[] {10, 0});
            numbers.put("near", new float[] {1, 1});
            db.bridge().changeCollection("/numbers", new io.vexfs.api.CollectionSettings(DistanceMetric.COSINE, 0));
            assertThat(numbers.search(SearchRequest.nearest(new float[] {1, 0})
                                    .k(1)
                                    .build())
                            .hits())
                    .extracting(SearchResult.Hit::id)
                    .containsExactly("far");
            StoreCopies.copy(store(), killed);
        }
        try (Vexfs db = Vexfs.open(killed)) {
            assertThat(db.collection("/numbers").metric()).isEqualTo(DistanceMetric.COSINE);
            assertThat(db.collection("/numbers").get("near").orElseThrow().vector())
                    .containsExactly(1, 1);
        }
    }

    @Test
    void put_firstVector_fixesDimensionsUntilTheLastIsGone() {
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection any = db.collection("/any", 0, DistanceMetric.L2);
            any.put("a", new float[] {1, 2});
            assertThat(any.dimensions()).isEqualTo(2);
            assertThatExceptionOfType(VexfsException.class)
                    .isThrownBy(() -> any.put("b", new float[] {1, 2, 3}))
                    .withMessage("dimension mismatch: expected 2, was 3 (b)");
            any.delete("a");
            any.put("b", new float[] {1, 2, 3});
            assertThat(any.dimensions()).isEqualTo(3);
        }
    }

    @Test
    void collection_rootWithoutDimensions_takesThem() {
        try (Vexfs db = Vexfs.open(store())) {
            db.collection("/", 2, DistanceMetric.L2).put("a", new float[] {1, 2});
            assertThat(db.collection("/", 2, DistanceMetric.L2).size()).isEqualTo(1);
            assertThatExceptionOfType(VexfsException.class)
                    .isThrownBy(() -> db.collection("/", 3, DistanceMetric.L2))
                    .withMessage(
                            "collection / exists with other settings: expected 3 dimensions under l2, was 2 under l2");
        }
    }

    @Test
    void open_heldStore_namesTheHolder() {
        try (Vexfs db = Vexfs.open(store())) {
            assertThat(Vexfs.holder(store()).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThatExceptionOfType(VexfsException.class)
                    .isThrownBy(() -> Vexfs.open(store()))
                    .withMessageContaining(
                            String.valueOf(ProcessHandle.current().pid()))
                    .matches(failure -> failure.error() == FuseVexfsError.IN_USE);
            assertThat(db.directory()).isEqualTo(store().toAbsolutePath());
        }
        assertThat(Vexfs.holder(store())).isEmpty();
    }

    @Test
    void open_readOnly_answersAndRefusesWrites() {
        try (Vexfs db = Vexfs.open(store())) {
            fill(db.collection("/numbers", 16, DistanceMetric.L2), 0, 50);
        }
        VexfsConfig readOnly = VexfsConfig.DEFAULT.toBuilder().readOnly(true).build();
        try (Vexfs db = Vexfs.open(store(), readOnly)) {
            VectorCollection numbers = db.collection("/numbers");
            assertThat(neighbours(numbers)).hasSize(20);
            assertThatExceptionOfType(VexfsException.class)
                    .isThrownBy(() -> numbers.put("x", new float[16]))
                    .matches(failure -> failure.error() == FuseVexfsError.READ_ONLY);
        }
        try (Vexfs db = Vexfs.open(store())) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
        }
    }

    @Test
    void forceSync_pendingVectors_linksAllAndForcesTheLog() {
        try (Vexfs db = Vexfs.open(store())) {
            fill(db.collection("/numbers", 16, DistanceMetric.L2), 0, 500);
            SyncStatus status = db.bridge().forceSync();
            assertThat(status.synced()).isTrue();
            assertThat(status.lastSync()).isPresent();
            assertThat(db.bridge().collections())
                    .extracting(CollectionInfo::pending)
                    .containsOnly(0L);
        }
    }

    @Test
    void close_twice_isHarmlessAndUseAfterIsNamed() {
        Vexfs db = Vexfs.open(store());
        VectorCollection numbers = db.collection("/numbers", 16, DistanceMetric.L2);
        db.close();
        db.close();
        assertThatExceptionOfType(VexfsException.class)
                .isThrownBy(() -> numbers.get("id-1"))
                .withMessage("the store is closed")
                .matches(failure -> failure.error() == FuseVexfsError.CLOSED);
    }

    @Test
    void put_tenTimesTheFirstCapacity_allIsThere() {
        try (Vexfs db = Vexfs.open(store())) {
            VectorCollection many = db.collection("/many", 4, DistanceMetric.L2);
            int count = 100_000;
            List<StoredVector> batch = new java.util.ArrayList<>();
            for (int i = 0; i < count; i++) {
                batch.add(new StoredVector("v" + i, new float[] {i, i % 7, i % 11, 1}, Metadata.empty()));
                if (batch.size() == 1_000) {
                    db.bridge().putAll("/many", batch, io.vexfs.api.OperationContext.none());
                    batch.clear();
                }
            }
            assertThat(many.size()).isEqualTo(count);
            assertThat(many.get("v99999").orElseThrow().vector()).containsExactly(99_999, 99_999 % 7, 99_999 % 11, 1);
        }
    }

    @Test
    void quantization_chosenAndChanged_isThereAfterReopening() {
        Path store = directory.resolve("coded");
        long eighths;
        try (Vexfs db = Vexfs.open(store)) {
            db.bridge().createCollection("/codes", new CollectionSettings(DistanceMetric.L2, 40, Quantization.INT8));
            VectorCollection codes = db.bridge().open("/codes");
            Random random = new Random(51);
            for (int i = 0; i < 600; i++) {
                codes.put("v" + i, random(random, 40));
            }
            db.bridge().forceSync();
            eighths = coded(db, Quantization.INT8);
            assertThat(eighths).isPositive();
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(coded(db, Quantization.INT8)).isEqualTo(eighths);
            db.bridge().changeCollection("/codes", new CollectionSettings(DistanceMetric.L2, 40, Quantization.INT4));
            assertThat(coded(db, Quantization.INT4)).isBetween(1L, eighths - 1);
            assertThat(db.bridge().open("/codes").size()).isEqualTo(600);
            VectorCollection codes = db.bridge().open("/codes");
            float[] known = codes.get("v123").orElseThrow().vector();
            SearchResult found = codes.search(SearchRequest.nearest(known).k(1).build());
            assertThat(found.hits()).extracting(SearchResult.Hit::id).containsExactly("v123");
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(coded(db, Quantization.INT4)).isBetween(1L, eighths - 1);
            db.bridge().changeCollection("/codes", new CollectionSettings(DistanceMetric.L2, 40));
            assertThat(coded(db, Quantization.NONE)).isZero();
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(coded(db, Quantization.NONE)).isZero();
        }
    }

    /** The bytes of the codes of {@code /codes}, whose quantization and number of linked vectors are checked. */
    private static long coded(Vexfs db, Quantization quantization) {
        CollectionInfo info = db.bridge().collection("/codes").orElseThrow();
        assertThat(info.quantization()).isEqualTo(quantization);
        assertThat(info.pending()).isZero();
        return info.codeBytes();
    }
}
