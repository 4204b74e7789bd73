package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mount whose heap is too small for one file. */
@RequiresFuse
@Timeout(400)
class MountMemoryIT {
    private static final int DIMENSIONS = 64;
    /** 61 MiB in the file, and more where it is read. */
    private static final int ROWS_TOO_MANY = 250_000;

    /** Between two looks: a mount on one processor needs it. */
    private static final long POLL_NANOS = 10_000_000;

    @TempDir
    private Path directory;

    private Path point;
    private Process process;

    @BeforeEach
    void mount() throws Exception {
        point = Files.createDirectory(directory.resolve("mnt"));
        process = new VexfsProgram(directory)
                .withOptions("-Xmx48m")
                .start(directory.resolve("output"), "mount", directory.resolve("store"), point, "--foreground");
        while (!(MountTable.mounted(point) && MountTable.answers(point))) {
            assertThat(process.isAlive()).isTrue();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (MountTable.mounted(point)) {
            Unmount.detach(point);
        }
        process.destroy();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** A {@code .npy} file of rows of 4-byte floats. */
    private static void write(Path file, int rows) throws IOException {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + DIMENSIONS + "), }";
        String header = shape + " ".repeat(117 - shape.length()) + "\n";
        ByteBuffer row = ByteBuffer.allocate(DIMENSIONS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
            head.put((byte) 0x93)
                    .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                    .put((byte) 1)
                    .put((byte) 0);
            head.putShort((short) 118)
                    .put(header.getBytes(StandardCharsets.US_ASCII))
                    .flip();
            out.write(head);
            int rowsAtOnce = 4_096;
            ByteBuffer many = ByteBuffer.allocate(rowsAtOnce * row.capacity());
            for (int left = rows; left > 0; left -= rowsAtOnce) {
                many.limit(Math.min(left, rowsAtOnce) * row.capacity()).rewind();
                out.write(many);
            }
        }
    }

    private double metric(String name) throws IOException {
        Map<String, ?> metrics =
                JsonText.parseObject(Files.readString(point.resolve(".vexfs/metrics.json")), "metrics.json");
        return ((Number) metrics.get(name)).doubleValue();
    }

    @Test
    void close_ofAFileThatTheHeapCannotHold_failsAloneWithENOMEM() throws Exception {
        Files.createDirectory(point.resolve("small"));
        String vector = "1 ".repeat(DIMENSIONS) + "\n";
        Files.writeString(point.resolve("small/a.vec"), vector);
        Files.createDirectory(point.resolve("large"));

        Throwable failure = catchThrowable(() -> write(point.resolve("large/too-many.npy"), ROWS_TOO_MANY));
        String errors = Files.readString(point.resolve(".vexfs/errors.jsonl"));
        assertThat(failure).as(errors).isInstanceOf(IOException.class).hasMessageContaining("Cannot allocate memory");
        assertThat(errors).contains("\"errno\":12");

        assertThat(metric("vexfs.fuse.failures.memory_exhausted")).isPositive();
        assertThat(Files.size(point.resolve("large/too-many.npy")))
                .isEqualTo(128 + (long) ROWS_TOO_MANY * DIMENSIONS * Float.BYTES);
        Files.writeString(point.resolve("plain"), "as ever");
        assertThat(point.resolve("plain")).hasContent("as ever");
        for (float[] stored : TestVectors.uniform(100, DIMENSIONS, 3)) {
            StringBuilder text = new StringBuilder();
            for (float component : stored) {
                text.append(component).append(' ');
            }
            Files.writeString(point.resolve("small/b.vec"), text.append('\n'));
        }
        try (Stream<Path> hits = Files.list(point.resolve("small/.search/like=a.vec,k=3"))) {
            assertThat(hits).hasSize(1);
        }
    }
}
