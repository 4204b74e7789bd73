package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections whose vectors are mapped, through every end of a store, and through every change of their settings. */
class MappedStoreTest {
    private static final int DIMENSIONS = 64;
    private static final int VECTORS = 700;
    private static final CollectionSettings MAPPED =
            new CollectionSettings(DistanceMetric.L2, DIMENSIONS, Quantization.INT8, VectorStorage.MAPPED);
    private static final OperationContext NOBODY = OperationContext.none();

    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void name() {
        store = directory.resolve("store");
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = 1 + random.nextFloat();
        }
        return vector;
    }

    /** Puts, replaces and deletes. */
    private static void fill(Bridge bridge, CollectionSettings settings) {
        bridge.createCollection("/m", settings);
        change(bridge, 23);
    }

    private static void change(Bridge bridge, int seed) {
        Random random = new Random(seed);
        List<StoredVector> vectors = new ArrayList<>();
        for (int i = 0; i < VECTORS; i++) {
            vectors.add(new StoredVector("v" + i, vector(random), Metadata.of("n", i)));
        }
        bridge.putAll("/m", vectors, NOBODY);
        for (int i = 0; i < VECTORS; i += 5) {
            bridge.put("/m", new StoredVector("v" + i, vector(random), Metadata.of("n", i)), NOBODY);
        }
        for (int i = 1; i < VECTORS; i += 10) {
            bridge.delete("/m", "v" + i, NOBODY);
        }
        bridge.forceSync();
    }

    /** What an exact search gives, and that one by the graph gives nearly the same. */
    private static List<String> answers(Bridge bridge) {
        Random random = new Random(29);
        List<String> answers = new ArrayList<>();
        int found = 0;
        for (int q = 0; q < 20; q++) {
            SearchRequest request = SearchRequest.nearest(vector(random))
                    .collection("/m")
                    .k(10)
                    .ef(150)
                    .build();
            List<String> exact = ids(bridge, request.toBuilder().exact(true).build());
            List<String> near = ids(bridge, request);
            found += (int) near.stream().filter(exact::contains).count();
            answers.addAll(exact);
        }
        assertThat(found).isGreaterThanOrEqualTo(190);
        return answers;
    }

    private static List<String> ids(Bridge bridge, SearchRequest request) {
        return bridge.search(request, NOBODY).hits().stream()
                .map(hit -> hit.id() + " " + hit.distance())
                .toList();
    }

    private static CollectionInfo info(Bridge bridge) {
        return bridge.collection("/m").orElseThrow();
    }

    private Path rows() throws IOException {
        List<Path> files = files("map", ".rows");
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private List<Path> files(String room, String ending) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve(room))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void reopen_afterCleanClose_readsNoLogAndLeavesTheFileAsItIs() throws IOException {
        List<String> before;
        try (Vexfs db = Vexfs.open(store)) {
            fill(db.bridge(), MAPPED);
            before = answers(db.bridge());
        }
        Object inode = Files.getAttribute(rows(), "unix:ino");
        long graphBytes = 0;
        for (Path graph : files("graph", ".graph")) {
            graphBytes += Files.size(graph);
        }
        assertThat(graphBytes).isLessThan(Files.size(rows()));
        for (int round = 0; round < 2; round++) {
            try (Vexfs db = Vexfs.open(store)) {
                assertThat(db.recoveryReport().cleanEnd()).isTrue();
                assertThat(db.recoveryReport().logRecordsRead()).isZero();
                assertThat(info(db.bridge()).storage()).isEqualTo(VectorStorage.MAPPED);
                assertThat(answers(db.bridge())).isEqualTo(before);
                assertThat(Files.getAttribute(rows(), "unix:ino")).isEqualTo(inode);
            }
        }
        assertThat(StoreMaintenance.verify(store, bytes -> {}).problems()).isEmpty();
        try (Vexfs db =
                Vexfs.open(store, VexfsConfig.DEFAULT.toBuilder().readOnly(true).build())) {
            assertThat(answers(db.bridge())).isEqualTo(before);
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            change(db.bridge(), 31);
            before = answers(db.bridge());
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(answers(db.bridge())).isEqualTo(before);
        }
    }

    @Test
    void reopen_afterACrashBehindASnapshot_fillsTheFileFromTheLog() throws IOException {
        Path crashed = directory.resolve("crashed");
        List<String> before;
        VexfsConfig config =
                VexfsConfig.DEFAULT.toBuilder().log(new LogPolicy(64 << 10, 40)).build();
        try (Vexfs db = Vexfs.open(store, config)) {
            fill(db.bridge(), MAPPED);
            db.compact();
            db.bridge().delete("/m", "v2", NOBODY);
            db.bridge().put("/m", new StoredVector("v3", vector(new Random(1)), Metadata.empty()), NOBODY);
            before = answers(db.bridge());
            StoreCopies.copy(store, crashed);
        }
        try (Stream<Path> graphs = Files.list(crashed.resolve("graph"))) {
            assertThat(graphs.filter(file -> file.toString().endsWith(".graph")))
                    .isNotEmpty();
        }
        for (boolean readOnly : new boolean[] {true, false}) {
            try (Vexfs db =
                    Vexfs.open(crashed, config.toBuilder().readOnly(readOnly).build())) {
                assertThat(db.recoveryReport().cleanEnd()).isFalse();
                // The graph came from the snapshot; only what is behind it is linked anew.
                assertThat(db.recoveryReport().vectorsLinked()).isLessThan(VECTORS / 2);
                assertThat(answers(db.bridge())).isEqualTo(before);
            }
        }
        assertThat(StoreMaintenance.verify(crashed, bytes -> {}).problems()).isEmpty();
    }

    @Test
    void reopen_fileDamagedOrGone_isMadeAgain() throws IOException {
        List<String> before;
        try (Vexfs db = Vexfs.open(store)) {
            fill(db.bridge(), MAPPED);
            before = answers(db.bridge());
        }
        try (RandomAccessFile file = new RandomAccessFile(rows().toFile(), "rw")) {
            file.seek(9_000);
            file.write(77);
        }
        assertThat(StoreMaintenance.verify(store, bytes -> {}).problems())
                .anySatisfy(problem -> assertThat(problem.file()).hasFileName("1-vectors.rows"));
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isFalse();
            assertThat(answers(db.bridge())).isEqualTo(before);
        }
        Files.delete(rows());
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isFalse();
            assertThat(answers(db.bridge())).isEqualTo(before);
        }
    }

    @Test
    void changeCollection_storage_movesTheVectorsAndLastsThroughEveryEnd() throws IOException {
        CollectionSettings heap = MAPPED.with(VectorStorage.HEAP);
        List<String> before;
        Path crashed = directory.resolve("crashed");
        try (Vexfs db = Vexfs.open(store)) {
            Bridge bridge = db.bridge();
            fill(bridge, heap);
            before = answers(bridge);
            assertThat(files("map", ".rows")).isEmpty();
            db.compact();
            bridge.changeCollection("/m", MAPPED);
            assertThat(info(bridge).storage()).isEqualTo(VectorStorage.MAPPED);
            assertThat(answers(bridge)).isEqualTo(before);
            assertThat(files("map", ".new")).isEmpty();
            StoreCopies.copy(store, crashed);
        }
        assertThat(rows()).exists();
        try (Vexfs db = Vexfs.open(crashed)) {
            // The snapshot has the vectors still; they go to the file.
            assertThat(info(db.bridge()).storage()).isEqualTo(VectorStorage.MAPPED);
            assertThat(answers(db.bridge())).isEqualTo(before);
        }
        Path again = directory.resolve("again");
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(answers(db.bridge())).isEqualTo(before);
            db.compact();
            db.bridge().changeCollection("/m", heap);
            assertThat(files("map", ".rows")).isEmpty();
            assertThat(answers(db.bridge())).isEqualTo(before);
            StoreCopies.copy(store, again);
        }
        for (Path each : List.of(again, store)) {
            try (Vexfs db = Vexfs.open(each)) {
                assertThat(info(db.bridge()).storage()).isEqualTo(VectorStorage.HEAP);
                assertThat(answers(db.bridge())).isEqualTo(before);
            }
        }
    }

    @Test
    void changeCollection_metricOfMappedVectors_measuresThemAnew() throws IOException {
        List<String> l2;
        try (Vexfs db = Vexfs.open(store)) {
            Bridge bridge = db.bridge();
            fill(bridge, MAPPED);
            l2 = answers(bridge);
            bridge.changeCollection("/m", MAPPED.with(DistanceMetric.COSINE));
            bridge.forceSync();
            assertThat(answers(bridge)).isNotEqualTo(l2);
            assertThat(files("map", ".new")).isEmpty();
            assertThat(rows()).exists();
            bridge.changeCollection("/m", MAPPED.with(VectorStorage.HEAP).with(Quantization.NONE));
            assertThat(files("map", ".rows")).isEmpty();
            assertThat(answers(bridge)).isEqualTo(l2);
            bridge.changeCollection("/m", MAPPED.with(Quantization.INT4));
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(info(db.bridge()).quantization()).isEqualTo(Quantization.INT4);
            assertThat(answers(db.bridge())).isEqualTo(l2);
        }
    }

    @Test
    void drop_mappedCollection_deletesItsFile() throws IOException {
        try (Vexfs db = Vexfs.open(store)) {
            fill(db.bridge(), MAPPED);
            assertThat(rows()).exists();
            db.bridge().dropCollection("/m");
            assertThat(files("map", ".rows")).isEmpty();
            fill(db.bridge(), MAPPED);
        }
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(answers(db.bridge())).isNotEmpty();
        }
    }
}
