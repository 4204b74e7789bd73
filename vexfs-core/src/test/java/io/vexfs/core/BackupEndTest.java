package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
}
