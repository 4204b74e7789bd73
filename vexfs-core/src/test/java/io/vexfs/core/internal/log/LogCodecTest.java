package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogCodecTest {
    static List<LogRecord> records() {
        return LogSamples.all();
    }

    private static byte[] bytes(LogRecord record) {
        ByteWriter out = new ByteWriter("record", 16, 1 << 20);
        LogCodec.write(record, out);
        return out.toArray();
    }

    private static LogRecord record(byte[] bytes) {
        return LogCodec.read(new ByteReader(Path.of("a.log"), 100, ByteBuffer.wrap(bytes)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void read_writtenRecord_isTheSame(LogRecord record) {
        byte[] bytes = bytes(record);
        LogRecord read = record(bytes);
        assertThat(read).hasSameClassAs(record);
        assertThat(bytes(read)).containsExactly(bytes);
        if (!(record instanceof LogRecord.VectorsDeleted)) {
            assertThat(read).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void read_everyPrefixAndOneByteMore_isRefused(LogRecord record) {
        byte[] bytes = bytes(record);
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> record(prefix))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("a.log at offset ");
        }
        assertThatThrownBy(() -> record(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("expected the end of the record, was 1 more bytes");
    }

    @ParameterizedTest
    @MethodSource("records")
    void read_flippedBytes_isARecordOrCorrupt(LogRecord record) {
        byte[] bytes = bytes(record);
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] = (byte) random.nextInt();
            flipped[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                assertThat(record(flipped)).isNotNull();
            } catch (CorruptStoreException refused) {
                assertThat(refused.offset()).isBetween(100L, 100L + bytes.length);
            }
        }
    }

    @Test
    void read_hugeCount_isRefusedBeforeAllocating() {
        byte[] bytes = {4, 1, 0, 0, 0, -1, -1, -1, 127};
        assertThatThrownBy(() -> record(bytes)).hasMessageContaining("expected a count of 0 to 0, was 2147483647");
    }

    @Test
    void read_batchInBatch_isRefused() {
        byte[] bytes = {11, 1, 0, 0, 0, 11, 0, 0, 0, 0};
        assertThatThrownBy(() -> record(bytes)).hasMessageContaining("expected a plain record in a batch, was a batch");
    }

    @Test
    void write_halfASurrogatePair_isRefused() {
        assertThatThrownBy(() -> bytes(new LogRecord.NodeMoved(1, 2, "a\ud800")))
                .isInstanceOf(VexfsException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    @Test
    void write_beyondTheLimit_isNamed() {
        ByteWriter out = new ByteWriter("log record", 8, 64);
        assertThatThrownBy(() -> LogCodec.write(LogSamples.put(1), out.bytes(new byte[40])))
                .hasMessageStartingWith("log record: expected at most 64 bytes, was at least");
    }
}
