package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private static final int BUFFER_BYTES = 1 << 16;

    private final AccessLog log = new AccessLog(1, () -> new Caller(10, 20, 30), () -> Instant.EPOCH);
    private final Answering now = Answering.current();

    private static Pointer path(String path) {
        return NativeLibraries.string(path);
    }

    private void add(String path, int answer) {
        now.begin();
        now.at(path(path));
        log.add(Operation.UNLINK, now, answer, 1_500);
        now.end();
    }

    private static String read(OpenFile reader) {
        Pointer buffer = NativeLibraries.allocate(BUFFER_BYTES);
        byte[] bytes = new byte[reader.read(buffer, BUFFER_BYTES, 0)];
        buffer.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void read_anOperation_isOneLine() {
        assertThat(log.read()).isFalse();
        OpenFile reader = log.open(stat -> 0);
        assertThat(log.read()).isTrue();
        add("/a b\n", 0);
        add("/c", -Linux.ENOENT);
        assertThat(read(reader))
                .isEqualTo("1970-01-01T00:00:00Z\tpid=30\tuid=10\tgid=20\tunlink\t/a b%0A\t0\t1500ns\n"
                        + "1970-01-01T00:00:00Z\tpid=30\tuid=10\tgid=20\tunlink\t/c\tENOENT\t1500ns\n");
    }

    @Test
    void read_itsOwnOperations_areLeftOut() {
        OpenFile reader = log.open(stat -> 0);
        add("/.vexfs/accesslog", 0);
        assertThat(read(reader)).isEqualTo("#\n");
    }

    @Test
    void read_smallBuffer_goesOnWhereItWas() {
        OpenFile reader = log.open(stat -> 0);
        add("/a", 0);
        Pointer buffer = NativeLibraries.allocate(16);
        assertThat(reader.read(buffer, 10, 0)).isEqualTo(10);
        assertThat(read(reader)).endsWith("/a\t0\t1500ns\n").hasSizeGreaterThan(20);
    }

    @Test
    void add_moreThanAReaderTakes_dropsAndSaysHowMany() {
        OpenFile reader = log.open(stat -> 0);
        for (int i = 0; i < AccessLog.LINES_MAX + 5; i++) {
            add("/a", 0);
        }
        assertThat(read(reader)).startsWith("# 5 lines dropped\n1970");
    }

    @Test
    void add_moreBytesThanMayWait_dropsAndTakesAgainWhatFits() {
        OpenFile reader = log.open(stat -> 0);
        String longest = "/" + "a".repeat(3_000);
        add(longest, 0);
        int bytes = read(reader).length();
        int fitting = AccessLog.BYTES_MAX / bytes;
        for (int i = 0; i < fitting + 5; i++) {
            add(longest, 0);
        }

        String text = read(reader);
        assertThat(text).startsWith("# 5 lines dropped\n1970");
        long total = text.length() - "# 5 lines dropped\n".length();
        while (!text.equals("#\n")) {
            text = read(reader);
            total += text.length();
        }
        assertThat(total).isEqualTo((long) fitting * bytes + "#\n".length());
        add(longest, 0);
        assertThat(read(reader)).hasSize(bytes);
    }

    @Test
    void open_moreThanMayWait_isBusy() {
        OpenFile reader = log.open(stat -> 0);
        assertThatThrownBy(() -> log.open(stat -> 0))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(Linux.EBUSY));
        reader.close();
        reader.close();
        log.open(stat -> 0).close();
        assertThat(log.read()).isFalse();
    }
}
