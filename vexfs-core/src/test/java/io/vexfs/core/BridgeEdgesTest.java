package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input, limits and odd orders of calls: one clear error or the right answer, and nothing lost. */
class BridgeEdgesTest {
    private static final OperationContext NOBODY = OperationContext.none();
    private static final CollectionSettings L2 = new CollectionSettings(DistanceMetric.L2, 0);

    @TempDir
    private Path directory;

    private Vexfs open() {
        return Vexfs.open(directory.resolve("store"));
    }

    private static FileStamp stamp(long fileId) {
        return new FileStamp(fileId, 1, 2, 3, 4);
    }

    private static VectorFile index(Bridge bridge, String path, long fileId, float... vector) {
        return bridge.files().index(path, stamp(fileId), List.of(VectorRow.of(vector)), true, NOBODY);
    }

    private static void refused(FuseVexfsError error, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(VexfsException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(error));
    }

    @Test
    @Timeout(600)
    void forEach_consumerUsesTheOnlyTurn_doesNotWaitForItself() {
        VexfsConfig one = VexfsConfig.DEFAULT.toBuilder()
                .bridge(BridgeConfig.DEFAULT.toBuilder().maxConcurrentOps(1).build())
                .build();
        List<String> seen = new ArrayList<>();
        try (Vexfs db = Vexfs.open(directory.resolve("store"), one)) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            points.put("a", new float[] {1, 2});
            points.put("b", new float[] {1, 3});
            points.forEach(vector -> {
                points.put(vector.id(), new float[] {5, 5});
                seen.add(points.get(vector.id()).orElseThrow().id());
            });
            db.bridge().forEachId("/points", id -> {
                points.delete(id);
                seen.add("deleted " + id);
            });
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "deleted a", "deleted b");
    }

    @Test
    @Timeout(600)
    void forEach_consumerCloses_endsByTheNamedError() {
        Vexfs db = open();
        VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
        points.put("a", new float[] {1, 2});
        points.put("b", new float[] {1, 3});
        refused(FuseVexfsError.CLOSED, () -> points.forEach(vector -> db.close()));
    }

    @Test
    void forEach_consumerThrows_passesItOnAndTheStoreGoesOn() {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            points.put("a", new float[] {1, 2});
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> points.forEach(vector -> {
                        throw new ArithmeticException("mine");
                    }));
            points.put("b", new float[] {1, 3});
            assertThat(points.size()).isEqualTo(2);
        }
    }

    @Test
    void move_directoryOntoItsOwnParent_isRefusedAndTheStoreStillOpens() {
        try (Vexfs db = open()) {
            index(db.bridge(), "/a/b/n.vec", 1, 1, 2);
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().files().move("/a/b", "/a", NOBODY));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().files().move("/a/b/n.vec", "/a", NOBODY));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().files().move("/a/b", "/", NOBODY));
            index(db.bridge(), "/a/c.vec", 2, 1, 2);
        }
        try (Vexfs db = open()) {
            assertThat(db.bridge().files().file("/a/b/n.vec")).isPresent();
        }
    }

    @Test
    void index_pathThroughAFile_isRefused() {
        try (Vexfs db = open()) {
            index(db.bridge(), "/a.vec", 1, 1, 2);
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> index(db.bridge(), "/a.vec/b.vec", 2, 1, 2));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection("/a.vec", L2));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection("/a.vec/c", L2));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().files().link("/a.vec", "/a.vec/c", NOBODY));
            assertThat(db.bridge().files().remove("/a.vec", NOBODY)).isTrue();
            assertThat(db.bridge().files().file("/a.vec")).isEmpty();
        }
    }

    @Test
    void move_betweenTwoNamesOfOneFile_changesNothingAsRenameDoes() {
        try (Vexfs db = open()) {
            index(db.bridge(), "/a.vec", 1, 1, 2);
            db.bridge().files().link("/a.vec", "/b.vec", NOBODY);
            db.bridge().files().move("/a.vec", "/b.vec", NOBODY);
            assertThat(db.bridge().files().file("/a.vec")).isPresent();
            assertThat(db.bridge().files().file("/b.vec")).isPresent();
        }
    }

    @Test
    void refuse_thenDimensionsFixed_namesTheFilesCollectionStill() {
        try (Vexfs db = open()) {
            db.bridge().createCollection("/c", L2);
            FileStatus invalid = new FileStatus(FileStatus.Kind.INVALID, "why");
            assertThat(db.bridge()
                            .files()
                            .refuse("/c/bad.vec", stamp(1), invalid, NOBODY)
                            .collection())
                    .isEqualTo("/c");
            index(db.bridge(), "/c/good.vec", 2, 1, 2);
            assertThat(db.bridge().files().file("/c/bad.vec").orElseThrow().collection())
                    .isEqualTo("/c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00b"})
    void put_idWithHalfACharacter_isRefused(String id) {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> points.put(id, new float[] {1, 2}));
            assertThat(points.get("?")).isEmpty();
        }
    }

    @Test
    void get_oddIds_areNamedErrorsOrNothing() {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            points.put("a", new float[] {1, 2});
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> points.get(""));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> points.get("x".repeat(1_025)));
            assertThat(points.get("/x//y")).isEmpty();
            assertThat(points.get("/..")).isEmpty();
            assertThat(points.get("/%zz")).isEmpty();
            assertThat(points.get("/" + "y".repeat(1_023))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "%00", "/", "//", "#", "a#1", "ü", "\uD83D\uDE00", " ", "\n"})
    void put_oddId_isKeptExactlyAfterReopen(String id) {
        try (Vexfs db = open()) {
            db.collection("/points", 2, DistanceMetric.L2).put(id, new float[] {1, 2}, Metadata.of("k", id));
        }
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points");
            assertThat(points.get(id).orElseThrow().metadata()).isEqualTo(Metadata.of("k", id));
            SearchResult found =
                    points.search(SearchRequest.nearest(new float[] {1, 1}).build());
            assertThat(found.hits()).extracting(SearchResult.Hit::id).containsExactly(id);
        }
    }

    @Test
    void put_longestIdAndMetadataAndMostDimensions_fits() {
        float[] large = new float[65_536];
        Arrays.fill(large, 0.5f);
        String id = "i".repeat(1_024);
        Metadata metadata = Metadata.of("k", "m".repeat(32_767));
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", large.length, DistanceMetric.COSINE);
            points.put(id, large, metadata);
            points.put("other", large);
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> points.put(id + "i", large));
            refused(FuseVexfsError.DIMENSION_MISMATCH, () -> points.put("more", new float[65_537]));
        }
        try (Vexfs db = open()) {
            assertThat(db.collection("/points").get(id).orElseThrow().metadata())
                    .isEqualTo(metadata);
            assertThat(db.collection("/points")
                            .search(SearchRequest.like(id).k(3).build())
                            .hits())
                    .hasSize(1);
        }
    }

    @Test
    void search_hugeAndTinyComponentsUnderCosine_findsEachNextToItself() {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 3, DistanceMetric.COSINE);
            points.put("huge", new float[] {1e30f, -1e30f, 1e30f});
            points.put("max", new float[] {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE});
            points.put("tiny", new float[] {1e-30f, 1e-30f, 0});
            points.put("least", new float[] {Float.MIN_VALUE, 0, 0});
            for (String id : List.of("huge", "max", "tiny", "least")) {
                float[] query = points.get(id).orElseThrow().vector();
                SearchResult.Hit first = points.search(
                                SearchRequest.nearest(query).build())
                        .hits()
                        .get(0);
                assertThat(first.id()).isEqualTo(id);
                assertThat(first.distance()).isLessThan(1e-6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"L2", "DOT"})
    void put_componentsWhoseSquaresLeaveTheFloats_areRefused(DistanceMetric metric) {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, metric);
            points.put("fits", new float[] {-6e18f, 6e18f});
            points.put("fits too", new float[] {6e18f, -6e18f});
            refused(FuseVexfsError.INVALID_VECTOR, () -> points.put("huge", new float[] {1e30f, 0}));
            SearchResult found = points.search(
                    SearchRequest.nearest(new float[] {6e18f, -6e18f}).build());
            assertThat(found.hits()).hasSize(2).allMatch(hit -> Double.isFinite(hit.distance()));
        }
    }

    @Test
    void search_limitsOfKAndEf_areTaken() {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            for (int i = 0; i < 20; i++) {
                points.put("p" + i, new float[] {i, 1});
            }
            float[] query = {1, 1};
            assertThat(points.search(SearchRequest.nearest(query)
                                    .k(10_000)
                                    .exact(true)
                                    .build())
                            .hits())
                    .hasSize(20);
            assertThat(points.search(SearchRequest.nearest(query)
                                    .k(10_000)
                                    .ef(100_000)
                                    .build())
                            .hits())
                    .hasSize(20);
        }
    }

    @Test
    void putAll_sameIdTwice_keepsTheLast() {
        try (Vexfs db = open()) {
            db.bridge().createCollection("/c", L2);
            db.bridge()
                    .putAll(
                            "/c",
                            List.of(
                                    new StoredVector("a", new float[] {1, 1}, Metadata.empty()),
                                    new StoredVector("a", new float[] {2, 2}, Metadata.of("n", 2)),
                                    new StoredVector("b", new float[] {3, 3}, Metadata.empty())),
                            NOBODY);
            db.bridge().putAll("/c", List.of(), NOBODY);
            assertThat(db.collection("/c").size()).isEqualTo(2);
            assertThat(db.collection("/c").get("a").orElseThrow().vector()).containsExactly(2, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a//b", "/a/", "a", "", "/../a", "/a/./b", "//"})
    void createCollection_oddPath_isRefused(String path) {
        try (Vexfs db = open()) {
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection(path, L2));
            assertThat(db.bridge().collections())
                    .extracting(CollectionInfo::name)
                    .containsExactly("/");
        }
    }

    @Test
    void createCollection_escapedSlash_isThatPath() {
        try (Vexfs db = open()) {
            db.bridge().createCollection("/a%00b", L2);
            assertThat(db.bridge().collection("/a%00b")).isPresent();
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection("/a%2F%2Fb", L2));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection("/a%2F..%2Fb", L2));
        }
    }

    @Test
    void open_afterMetricChangeAndCrash_takesNoOldSnapshotForDamaged() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            points.put("a", new float[] {1, 2});
            points.put("b", new float[] {9, 2});
        }
        try (Vexfs db = open()) {
            db.bridge().changeCollection("/points", new CollectionSettings(DistanceMetric.DOT, 0));
            StoreCopies.copy(directory.resolve("store"), crashed);
        }
        VexfsConfig strict = VexfsConfig.DEFAULT.toBuilder()
                .bridge(BridgeConfig.DEFAULT.toBuilder().autoRebuild(false).build())
                .build();
        try (Vexfs db = Vexfs.open(crashed, strict)) {
            VectorCollection points = db.collection("/points");
            assertThat(points.metric()).isEqualTo(DistanceMetric.DOT);
            assertThat(points.search(SearchRequest.nearest(new float[] {1, 1}).build())
                            .hits())
                    .extracting(SearchResult.Hit::id)
                    .containsExactly("b", "a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "graph", "CLEAN", "map graph CLEAN"})
    void open_viewsDeleted_makesThemAgain(String views) throws IOException {
        try (Vexfs db = open()) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            points.put("a", new float[] {1, 2});
            index(db.bridge(), "/points/n.vec", 7, 3, 4);
        }
        for (String view : views.split(" ")) {
            delete(directory.resolve("store").resolve(view));
        }
        try (Vexfs db = open()) {
            assertThat(db.collection("/points").get("a")).isPresent();
            assertThat(db.collection("/points").get("/points/n.vec")).isPresent();
            assertThat(db.collection("/points")
                            .search(SearchRequest.like("a").build())
                            .hits())
                    .hasSize(1);
        }
    }

    /** Only the directory's own new name is limited, as looking at each one below it would take long. */
    @Test
    void move_directory_itsFilesAreFoundAndRemovedByHoweverLongAPath() {
        String deep = ("/" + "d".repeat(240)).repeat(16);
        String file = deep + "/w/" + "f".repeat(300) + ".vec";
        try (Vexfs db = open()) {
            index(db.bridge(), "/v/" + "f".repeat(300) + ".vec", 7, 1, 2);
            db.bridge().files().move("/v", deep + "/w", NOBODY);
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> index(db.bridge(), file + ".vec", 8, 1, 2));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().files().link(file, file + ".vec", NOBODY));
            refused(FuseVexfsError.INVALID_ARGUMENT, () -> db.bridge().createCollection(file + ".d", L2));
        }
        try (Vexfs db = open()) {
            assertThat(db.bridge().files().file(file)).isPresent();
            assertThat(index(db.bridge(), file, 7, 3, 4).path()).isEqualTo(file);
            assertThat(db.bridge().files().remove(file, NOBODY)).isTrue();
            assertThat(db.bridge().files().file(7)).isEmpty();
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void changeCollection_toNoDimensionsWhenEmpty_letsTheFirstVectorFixThem() {
        try (Vexfs db = open()) {
            db.bridge().createCollection("/c", new CollectionSettings(DistanceMetric.L2, 3));
            db.bridge().changeCollection("/c", L2);
            assertThat(db.collection("/c").dimensions()).isZero();
            db.collection("/c").put("a", new float[] {1, 2});
            assertThat(db.collection("/c").dimensions()).isEqualTo(2);
        }
    }
}
