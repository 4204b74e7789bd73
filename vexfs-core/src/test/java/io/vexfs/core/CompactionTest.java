package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.log.WrittenBytes;
import io.vexfs.testkit.crash.BridgeSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log stays short, graphs are written meanwhile, and a crash at any time costs nothing that was acknowledged. */
class CompactionTest {
    /** Room behind the last record, at most. */
    private static final long PREPARED_BYTES = 1 << 20;

    private static final OperationContext NOBODY = OperationContext.none();
    private static final int DIMENSIONS = 16;
    private static final long SEED = 5;

    @TempDir
    private Path directory;

    private static VexfsConfig config(long segmentBytes, long checkpointAfter) {
        return VexfsConfig.DEFAULT.toBuilder()
                .log(new LogPolicy(segmentBytes, checkpointAfter))
                .hnsw(new HnswParameters(4, 8, SEED))
                .build();
    }

    private static StoredVector vector(int id, int version) {
        float[] floats = new float[DIMENSIONS];
        Random random = new Random(1_000_003L * id + version);
        for (int i = 0; i < DIMENSIONS; i++) {
            floats[i] = random.nextFloat();
        }
        return new StoredVector("v" + id, floats, Metadata.of("version", version));
    }

    private static List<StoredVector> vectors(int from, int to, int version) {
        List<StoredVector> vectors = new ArrayList<>();
        for (int id = from; id < to; id++) {
            vectors.add(vector(id, version));
        }
        return vectors;
    }

    private static void requireVersion(VectorCollection collection, int id, int version) {
        StoredVector found = collection.get("v" + id).orElseThrow();
        assertThat(found.vector()).isEqualTo(vector(id, version).vector());
        assertThat(found.metadata()).isEqualTo(Metadata.of("version", version));
    }

    private static long bytesOf(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> !file.endsWith("reserve"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private Path crashed(Path store) throws IOException {
        Path copy = directory.resolve("crashed");
        StoreCopies.copy(store, copy);
        return copy;
    }

    @Test
    void compact_replacedAndDeleted_leavesWhatIsLive() throws Exception {
        Path store = directory.resolve("store");
        try (Vexfs db = Vexfs.open(store, config(64 << 20, 1_000_000))) {
            VectorCollection collection = db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            for (int version = 0; version < 5; version++) {
                db.bridge().putAll("/c", vectors(0, 500, version), NOBODY);
            }
            for (int id = 100; id < 500; id++) {
                collection.delete("v" + id);
            }
            long before = bytesOf(store.resolve("log"));
            db.bridge().forceSync();
            CompactionReport report = db.compact();
            assertThat(report.logBytesBefore()).isBetween(before - PREPARED_BYTES, before);
            assertThat(report.vectors()).isEqualTo(100);
            assertThat(bytesOf(store.resolve("log")) - report.logBytesAfter()).isBetween(0L, PREPARED_BYTES);
            assertThat(report.logBytesAfter()).isLessThan(before / 10);
            Path copy = crashed(store);
            try (Vexfs again = Vexfs.open(copy)) {
                assertThat(again.recoveryReport().cleanEnd()).isFalse();
                assertThat(again.recoveryReport().vectorsLinked()).isZero();
                VectorCollection found = again.collection("/c");
                assertThat(found.size()).isEqualTo(100);
                for (int id = 0; id < 100; id++) {
                    requireVersion(found, id, 4);
                }
            }
        }
    }

    @Test
    void compact_namesFilesAndLinks_areThereAfterACrash() throws Exception {
        Path store = directory.resolve("store");
        try (Vexfs db = Vexfs.open(store)) {
            Bridge bridge = db.bridge();
            for (int step = 0; step < 400; step++) {
                BridgeSteps.take(bridge, SEED, step);
            }
            FileStamp stamp = new FileStamp(77, 12, 1, 1, 9);
            bridge.files().index("/x/y/a.vec", stamp, List.of(VectorRow.of(1, 2, 3)), true, NOBODY);
            bridge.files().link("/x/y/a.vec", "/x/b.vec", NOBODY);
            bridge.createCollection("/gone", new CollectionSettings(DistanceMetric.L2, 3));
            bridge.dropCollection("/gone");
            List<String> expected = BridgeSteps.content(bridge);
            db.compact();
            try (Vexfs again = Vexfs.open(crashed(store))) {
                assertThat(BridgeSteps.content(again.bridge())).isEqualTo(expected);
                again.bridge().files().remove("/x/y/a.vec", NOBODY);
                assertThat(again.bridge().files().file(77).orElseThrow().path()).isEqualTo("/x/b.vec");
                again.bridge().createCollection("/new", new CollectionSettings(DistanceMetric.L2, 4));
                again.bridge().put("/new", new StoredVector("n", new float[] {1, 2, 3, 4}, Metadata.empty()), NOBODY);
            }
        }
    }

    @Test
    void commit_steadyReplacing_keepsTheLogBelowTwiceTheLiveAndASegment() throws Exception {
        Path store = directory.resolve("store");
        long segment = 1 << 20;
        long live = 1_000L * (DIMENSIONS * Float.BYTES + 60);
        try (Vexfs db = Vexfs.open(store, config(segment, 1_000_000))) {
            db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            for (int version = 0; version < 40; version++) {
                db.bridge().putAll("/c", vectors(0, 1_000, version), NOBODY);
                awaitShorter(store.resolve("log"), 2 * live + segment + live);
                if (version % 10 == 0) {
                    db.bridge().forceSync();
                }
            }
            db.compact();
            assertThat(bytesOf(store.resolve("log"))).isLessThan(2 * live);
            requireVersion(db.collection("/c"), 7, 39);
        }
    }

    @Test
    void commit_littleLiveBesideALargeSegment_isCompactedLongBeforeThatIsFull() throws Exception {
        Path store = directory.resolve("store");
        long segment = 16 << 20;
        try (Vexfs db = Vexfs.open(store, config(segment, 1_000_000))) {
            db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            int version = 0;
            while (recordBytes(store.resolve("log")) < segment / 5 && version < 1_000) {
                db.bridge().putAll("/c", vectors(0, 1_000, version++), NOBODY);
            }
            awaitShorter(store.resolve("log"), segment / 6);
            requireVersion(db.collection("/c"), 7, version - 1);
        }
    }

    @Test
    void open_afterACrash_linksOnlyWhatIsBehindTheCheckpoint() throws Exception {
        Path store = directory.resolve("store");
        try (Vexfs db = Vexfs.open(store, config(64 << 20, 500))) {
            db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            for (int part = 0; part < 20; part++) {
                db.bridge().putAll("/c", vectors(part * 100, part * 100 + 100, 0), NOBODY);
            }
            db.bridge().forceSync();
            // A checkpoint that began before a put may have its vectors, and then none is written for that put alone.
            long behind = 50;
            for (int from = 2_000; !awaitGraph(store, 23); from += 600) {
                assertThat(from).as("vectors without a checkpoint").isLessThan(100_000);
                db.bridge().putAll("/c", vectors(from, from + 600, 0), NOBODY);
                behind += 600;
            }
            db.bridge().putAll("/c", vectors(0, 50, 1), NOBODY);
            try (Vexfs again = Vexfs.open(crashed(store))) {
                assertThat(again.recoveryReport().vectorsLinked()).isBetween(50L, behind);
                VectorCollection found = again.collection("/c");
                for (int id = 0; id < 2_000; id += 97) {
                    StoredVector expected = vector(id, id < 50 ? 1 : 0);
                    SearchRequest request = SearchRequest.nearest(expected.vector())
                            .k(1)
                            .exact(true)
                            .build();
                    assertThat(found.search(request).hits().get(0).id()).isEqualTo(expected.id());
                }
            }
        }
    }

    /** A writer waits for a compaction, but not for long; so how far it gets above the bound depends on the machine. */
    private static void awaitShorter(Path log, long bytes) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (recordBytes(log) > bytes) {
            assertThat(System.nanoTime())
                    .as("bytes of the log: %d", recordBytes(log))
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Whether a graph is there, or comes in a second, that stands for this record of the log or a later one. */
    private static boolean awaitGraph(Path store, long sequence) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < deadline) {
            try (Stream<Path> files = Files.list(store.resolve("graph"))) {
                if (files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".graph"))
                        .anyMatch(name -> Long.parseLong(name.replaceAll("\\d+-|\\.graph", "")) >= sequence)) {
                    return true;
                }
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    @Timeout(600)
    void forceSync_underSteadyWriters_endsAndHasWhatWasAcknowledged() throws Exception {
        BridgeConfig lazy = BridgeConfig.DEFAULT.toBuilder().batchSize(1).build();
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder().bridge(lazy).build();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        AtomicBoolean stop = new AtomicBoolean();
        try (Vexfs db = Vexfs.open(directory.resolve("store"), config)) {
            db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int from = writer * 1_000_000;
                running.add(writers.submit(() -> {
                    for (int id = from; !stop.get(); id += 4) {
                        db.bridge().putAll("/c", vectors(id, id + 4, 0), NOBODY);
                    }
                }));
            }
            SyncStatus last = db.bridge().forceSync();
            for (int sync = 0; sync < 5; sync++) {
                last = db.bridge().forceSync();
            }
            assertThat(last.lastSync()).isPresent();
            assertThat(last.failures()).isZero();
            stop.set(true);
            for (Future<?> writer : running) {
                writer.get();
            }
            assertThat(db.bridge().forceSync().synced()).isTrue();
            assertThat(db.bridge().syncStatus().pending()).isZero();
        } finally {
            stop.set(true);
            writers.shutdownNow();
        }
    }

    @Test
    void compact_whileOthersWrite_losesNothing() throws Exception {
        Path store = directory.resolve("store");
        ExecutorService writer = Executors.newSingleThreadExecutor();
        AtomicBoolean stop = new AtomicBoolean();
        try (Vexfs db = Vexfs.open(store, config(64 << 20, 1_000_000))) {
            db.collection("/c", DIMENSIONS, DistanceMetric.L2);
            db.bridge().putAll("/c", vectors(0, 300, 0), NOBODY);
            Future<Integer> written = writer.submit(() -> {
                int step = 0;
                // Once at least: a busy machine may start this thread when all compactions are over.
                for (; step == 0 || !stop.get(); step++) {
                    db.bridge().put("/c", vector(step % 300, step), NOBODY);
                    if (step % 7 == 0) {
                        db.bridge().delete("/c", "v" + (step + 3) % 300, NOBODY);
                    }
                }
                return step;
            });
            for (int i = 0; i < 20; i++) {
                db.compact();
            }
            stop.set(true);
            assertThat(written.get()).isPositive();
            List<String> expected = BridgeSteps.content(db.bridge());
            try (Vexfs again = Vexfs.open(crashed(store))) {
                assertThat(BridgeSteps.content(again.bridge())).isEqualTo(expected);
            }
        } finally {
            stop.set(true);
            writer.shutdownNow();
        }
    }

    @Test
    void compact_readOnlyOrClosed_isRefused() {
        Path store = directory.resolve("store");
        Vexfs db = Vexfs.open(store);
        db.close();
        assertThatThrownBy(db::compact)
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.CLOSED));
        try (Vexfs reader =
                Vexfs.open(store, VexfsConfig.DEFAULT.toBuilder().readOnly(true).build())) {
            assertThatThrownBy(reader::compact)
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.READ_ONLY));
        }
    }

    /** Of the segments and bases that count, without what is only prepared or being written. */
    private static long recordBytes(Path log) throws IOException {
        LogFiles files = LogFiles.onDisk(log);
        long bytes = 0;
        for (String name : files.names()) {
            try {
                bytes += LogScan.isPart(name) ? WrittenBytes.of(files, name) : 0;
            } catch (IOException gone) {
                assertThat(log.resolve(name)).doesNotExist();
            }
        }
        return bytes;
    }
}
