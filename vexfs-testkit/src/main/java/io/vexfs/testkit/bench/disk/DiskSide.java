package io.vexfs.testkit.bench.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One of the file systems that are compared, with the directory that is its own there. */
abstract class DiskSide implements AutoCloseable {
    /** How long kernels keep names and attributes of a mount, and a little more. */
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_100);

    private final String name;
    private final Path directory;
    private long touched = System.nanoTime();

    DiskSide(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    final String name() {
        return name;
    }

    /** Where everything is done. */
    final Path directory() {
        return directory;
    }

    /** A directory in it, made if it is missing. */
    final Path directory(String below) throws IOException {
        return Files.createDirectories(directory.resolve(below));
    }

    /** Whether requests reach another process, so that the kernel has caches of its own for it. */
    abstract boolean mounted();

    /** Whether files of vectors are indexed. */
    boolean indexes() {
        return false;
    }

    /** Brings what is pending to its end; not measured. */
    void settle() throws IOException {}

    /** Names were looked at just now. */
    final void touch() {
        touched = System.nanoTime();
    }

    /** Waits until the kernel must ask again. */
    final void forgetNames() {
        long left = KEPT_NANOS - (System.nanoTime() - touched);
        while (mounted() && left > 0) {
            LockSupport.parkNanos(left);
            left = KEPT_NANOS - (System.nanoTime() - touched);
        }
    }

    @Override
    public void close() throws IOException {}
}
