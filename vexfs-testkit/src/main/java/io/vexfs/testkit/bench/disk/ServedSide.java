package io.vexfs.testkit.bench.disk;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.mount.MountPoints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A mount that another process serves in its foreground. */
final class ServedSide extends DiskSide {
    private static final long MOUNT_SECONDS = 60;
    private static final long TICK_MILLIS = 20;
    private static final byte[] WORD = {'x'};

    private final Path point;
    private final Process process;
    private final boolean indexes;

    private ServedSide(String name, Path point, Process process, boolean indexes) throws IOException {
        super(name, Files.createDirectory(point.resolve("bench")));
        this.point = point;
        this.process = process;
        this.indexes = indexes;
    }

    /**
     * Starts a command that mounts at a directory, and waits until it has.
     *
     * @param indexes whether it keeps vectors, and has the control files of a store
     */
    static ServedSide start(String name, Path point, List<String> command, boolean indexes) throws IOException {
        Path output = point.resolveSibling(point.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ready = false;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOUNT_SECONDS);
            while (MountPoints.below(point).isEmpty()) {
                if (process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                    throw new VexfsException(
                            FuseVexfsError.UNSUPPORTED,
                            "the mount of " + name + ": expected to answer, was: "
                                    + Programs.end(Files.readString(output)));
                }
            }
            ServedSide side = new ServedSide(name, point, process, indexes);
            ready = true;
            return side;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new VexfsException(FuseVexfsError.TIMED_OUT, "interrupted while mounting " + name, stop);
        } finally {
            if (!ready) {
                process.destroyForcibly();
                MountPoints.detach(point);
            }
        }
    }

    @Override
    boolean mounted() {
        return true;
    }

    @Override
    boolean indexes() {
        return indexes;
    }

    @Override
    void settle() throws IOException {
        if (indexes) {
            Files.write(point.resolve(".vexfs/sync"), WORD, StandardOpenOption.WRITE);
        }
    }

    /** Unmounts, and ends the process if that did not. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(MOUNT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        MountPoints.detach(point);
    }
}
