package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.crash.BridgeSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who opens a store to read leaves every byte of it as it was, however the store and the reader end. */
class ReadOnlyTest {
    private static final VexfsConfig READER =
            VexfsConfig.DEFAULT.toBuilder().readOnly(true).build();

    @TempDir
    private Path directory;

    private Path store;
    private Path crashed;
    private List<String> content;

    @BeforeEach
    void fill() throws IOException {
        store = directory.resolve("store");
        crashed = directory.resolve("crashed");
        try (Vexfs db = Vexfs.open(store)) {
            db.collection("/c", 3, DistanceMetric.L2);
            for (int i = 0; i < 50; i++) {
                StoredVector vector = new StoredVector("v" + i, new float[] {i, 1, 2}, Metadata.of("n", i));
                db.bridge().put("/c", vector, OperationContext.none());
            }
            content = BridgeSteps.content(db.bridge());
            StoreCopies.copy(store, crashed);
        }
    }

    /** Every file but the lock, by name. */
    private static Map<String, Integer> bytes(Path store) throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("LOCK")) {
                    bytes.put(store.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return bytes;
    }

    private void requireUntouched(Path read) throws IOException {
        Map<String, Integer> before = bytes(read);
        try (Vexfs db = Vexfs.open(read, READER)) {
            Bridge bridge = db.bridge();
            assertThat(BridgeSteps.content(bridge)).isEqualTo(content);
            bridge.forceSync();
        }
        assertThat(bytes(read)).isEqualTo(before);
    }

    @Test
    void open_cleanStore_leavesItAsItWas() throws IOException {
        requireUntouched(store);
        try (Vexfs db = Vexfs.open(store)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
        }
    }

    @Test
    void open_crashedStore_leavesItAsItWas() throws IOException {
        requireUntouched(crashed);
    }

    @Test
    void open_tornLog_leavesItAsItWas() throws IOException {
        Path segment = crashed.resolve("log").resolve("0000000000000001.log");
        Files.write(segment, new byte[] {9, 0, 0, 0, 1}, StandardOpenOption.APPEND);
        requireUntouched(crashed);
    }

    @Test
    void open_killedWhileItReads_isCleanAfterwards() throws IOException {
        Path killed = directory.resolve("killed");
        try (Vexfs db = Vexfs.open(store, READER)) {
            assertThat(BridgeSteps.content(db.bridge())).isEqualTo(content);
            StoreCopies.copyWithMap(store, killed);
        }
        try (Vexfs db = Vexfs.open(killed)) {
            assertThat(db.recoveryReport().cleanEnd()).isTrue();
            assertThat(BridgeSteps.content(db.bridge())).isEqualTo(content);
        }
        assertThat(killed.resolve("map.reader")).doesNotExist();
    }
}
