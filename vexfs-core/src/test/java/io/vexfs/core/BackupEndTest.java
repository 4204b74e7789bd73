package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorCollection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup knows where its log ends. */
class BackupEndTest {
    @TempDir
    private Path directory;

    private Path copy;
    private Path segment;

    @BeforeEach
    void makeBackup() throws IOException {
        Path store = directory.resolve("store");
        SmallStore.make(store);
        copy = directory.resolve("copy");
        StoreMaintenance.backup(store, copy, bytes -> {});
        segment = copy.resolve("log/0000000000000001.log");
    }

    @Test
    void open_lastRecordDamaged_isDamageEachTime() throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);

        assertThat(StoreMaintenance.verify(copy, read -> {}).problems())
                .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(segment));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Vexfs.open(copy)).hasMessageContaining(segment.toString());
        }
        assertThatThrownBy(() -> StoreMaintenance.backup(copy, directory.resolve("second"), read -> {}))
                .hasMessageContaining(segment.toString());
    }

    @Test
    void open_endIsMissing_isDamage() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(file.length() - 7);
        }

        assertThatThrownBy(() -> Vexfs.open(copy)).hasMessageContaining(segment.toString());
        assertThat(StoreMaintenance.verify(copy, read -> {}).sound()).isFalse();
    }

    @Test
    void open_markDamaged_isNamedAndTheLogIsStillRead() throws IOException {
        Path mark = copy.resolve("COPIED");
        byte[] bytes = Files.readAllBytes(mark);
        bytes[9] ^= 1;
        Files.write(mark, bytes);

        assertThat(StoreMaintenance.verify(copy, read -> {}).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).isEqualTo(mark));
        Vexfs.open(copy).close();
        assertThat(mark).doesNotExist();
        assertThat(StoreMaintenance.verify(copy, read -> {}).problems()).isEmpty();
    }

    @Test
    @Timeout(600)
    void backup_whileTheLogIsCompacted_holdsAllOfIt() throws Exception {
        Path store = directory.resolve("compacted");
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
                .log(new LogPolicy(64 << 10, 1_000_000))
                .build();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Vexfs vexfs = Vexfs.open(store, config)) {
            VectorCollection points = vexfs.collection("/c", 8, DistanceMetric.L2);
            List<StoredVector> batch = new ArrayList<>();
            for (int id = 0; id < 2_000; id++) {
                batch.add(new StoredVector("v" + id, new float[] {id, 1, 1, 1, 1, 1, 1, 1}, Metadata.empty()));
            }
            vexfs.bridge().putAll("/c", batch, OperationContext.none());
            Future<?> compactions = thread.submit(() -> {
                while (!stop.get()) {
                    points.put("v0", new float[] {0, 1, 1, 1, 1, 1, 1, 1}, Metadata.empty());
                    vexfs.compact();
                }
            });
            for (int round = 0; round < 10; round++) {
                Path each = directory.resolve("copy" + round);
                StoreMaintenance.backup(store, each, bytes -> {});
                try (Vexfs opened = Vexfs.open(each)) {
                    assertThat(opened.collection("/c").size()).isEqualTo(2_000);
                }
            }
            stop.set(true);
            compactions.get();
        } finally {
            stop.set(true);
            thread.shutdown();
        }
    }

    /** Records of many pages are being written at any moment, and the log is compacted: each copy has whole batches alone. */
    @Test
    @Timeout(600)
    void backup_underHeavyWriting_alwaysSucceedsWithWholeBatches() throws Exception {
        Path store = directory.resolve("written");
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
                .durability(Durability.NONE)
                .log(new LogPolicy(1 << 20, 1_000_000))
                .build();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Vexfs vexfs = Vexfs.open(store, config)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String name = "/w" + writer;
                vexfs.collection(name, 256, DistanceMetric.L2);
                writers.add(threads.submit(() -> {
                    for (int version = 1; !stop.get(); version++) {
                        vexfs.bridge().putAll(name, batch(version), OperationContext.none());
                    }
                }));
            }
            for (int round = 0; round < 12; round++) {
                Path each = directory.resolve("written" + round);
                StoreMaintenance.backup(store, each, bytes -> {});
                try (Vexfs opened = Vexfs.open(each)) {
                    requireWholeBatches(opened);
                    assertThat(opened.recoveryReport().tornBytesDropped()).isZero();
                }
            }
            stop.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            stop.set(true);
            threads.shutdown();
        }
    }

    /** A checkpoint removes older graphs at any moment of a backup. */
    @Test
    @Timeout(600)
    void backup_graphsThatComeAndGo_succeeds() throws Exception {
        Path store = directory.resolve("graphs");
        try (Vexfs vexfs = Vexfs.open(store)) {
            vexfs.collection("/c", 2, DistanceMetric.L2).put("v", new float[] {1, 2}, Metadata.empty());
        }
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> checkpoints = thread.submit(() -> {
                for (int sequence = 1; !stop.get(); sequence++) {
                    Path graph = store.resolve(String.format("graph/7-%016d.graph", sequence));
                    Files.write(graph, new byte[] {1});
                    Files.delete(graph);
                }
                return null;
            });
            for (int round = 0; round < 100; round++) {
                StoreMaintenance.backup(store, directory.resolve("graphs" + round), bytes -> {});
            }
            stop.set(true);
            checkpoints.get();
        } finally {
            stop.set(true);
            thread.shutdown();
        }
    }

    private static List<StoredVector> batch(int version) {
        List<StoredVector> batch = new ArrayList<>();
        for (int id = 0; id < 40; id++) {
            float[] vector = new float[256];
            Arrays.fill(vector, id);
            vector[0] = version;
            batch.add(new StoredVector("v" + id, vector, Metadata.empty()));
        }
        return batch;
    }

    private static void requireWholeBatches(Vexfs opened) {
        for (int writer = 0; writer < 3; writer++) {
            VectorCollection copied = opened.collection("/w" + writer);
            Set<Float> versions = new TreeSet<>();
            for (int id = 0; id < copied.size(); id++) {
                versions.add(copied.get("v" + id).orElseThrow().vector()[0]);
            }
            assertThat(copied.size()).isIn(0L, 40L);
            assertThat(versions).hasSizeLessThanOrEqualTo(1);
        }
    }
}
