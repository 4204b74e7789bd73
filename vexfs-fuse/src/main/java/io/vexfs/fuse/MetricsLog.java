package io.vexfs.fuse;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The thread that adds a line of JSON to a file at each interval; a file that has grown large is set aside as {@code .1}. */
final class MetricsLog implements AutoCloseable {
    /** Bytes of the file at which it is set aside. */
    static final long BYTES_MAX = 10L << 20;

    /** How long closing waits: what is measured may be waiting for who closes. */
    private static final long END_MILLIS = 2_000;

    private static final System.Logger LOGGER = System.getLogger("io.vexfs.metrics");

    private final Path file;
    private final long intervalNanos;
    private final Supplier<byte[]> line;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::writeUntilStopped, "vexfs-metrics-log");
    private boolean failed;

    MetricsLog(Path file, Duration interval, Supplier<byte[]> line) {
        this.file = file;
        this.intervalNanos = interval.toNanos();
        this.line = line;
        thread.setDaemon(true);
    }

    /** Writes the first line, so that a place that cannot be written is known at once, and begins. */
    void start() throws IOException {
        write();
        thread.start();
    }

    private void writeUntilStopped() {
        try {
            while (!stop.await(intervalNanos, TimeUnit.NANOSECONDS)) {
                try {
                    write();
                    failed = false;
                } catch (IOException | RuntimeException | Error failure) {
                    if (!failed) {
                        warn(failure);
                    }
                    failed = true;
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warn(Throwable failure) {
        try {
            LOGGER.log(Level.WARNING, "metrics are not logged for now: {0}", failure.toString());
        } catch (RuntimeException | Error second) {
            // Without memory not even this can be said; the thread goes on.
            return;
        }
    }

    private void write() throws IOException {
        byte[] text = line.get();
        if (Files.exists(file) && Files.size(file) + text.length > BYTES_MAX) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
