package io.vexfs.testkit.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody else who opens and reads a small file all the time: how long the longest of these reads took. */
final class Onlooker implements AutoCloseable {
    private static final long REST_MILLIS = 2;

    private final Path file;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::look, "vexfs-onlooker");
    private volatile long longestNanos;
    private volatile boolean failed;

    Onlooker(Path file) throws IOException {
        this.file = file;
        Files.writeString(file, "seen\n");
        thread.start();
    }

    private void look() {
        try {
            while (!end.await(REST_MILLIS, TimeUnit.MILLISECONDS)) {
                long begin = System.nanoTime();
                Files.readString(file);
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
            }
        } catch (IOException refused) {
            failed = true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The longest read that has ended, of all once it is closed; fails if one was refused. */
    double longestMillis() throws IOException {
        if (failed) {
            throw new IOException(file + ": expected that it can be read meanwhile, was refused");
        }
        return longestNanos / 1e6;
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
