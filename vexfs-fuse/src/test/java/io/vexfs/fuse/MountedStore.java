package io.vexfs.fuse;

import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mount over a bridge in memory, and a shell in it. */
final class MountedStore implements AutoCloseable {
    private final Path directory;
    private MemoryBridge bridge = new MemoryBridge();
    private VexfsMount mount;

    /** Mounts below an empty directory. */
    MountedStore(Path directory) {
        this(directory, MountOptions.DEFAULT);
    }

    MountedStore(Path directory, MountOptions options) {
        this.directory = directory;
        make(mountPoint());
        mount = VexfsMount.start(bridge, files(), mountPoint(), options);
    }

    private static void make(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path files() {
        return directory.resolve("files");
    }

    Path mountPoint() {
        return directory.resolve("mnt");
    }

    Path path(String name) {
        return mountPoint().resolve(name);
    }

    MemoryBridge bridge() {
        return bridge;
    }

    VexfsMount mount() {
        return mount;
    }

    /** Unmounts, lets something happen behind the mount's back, and mounts the same store again. */
    void remount(Runnable meanwhile) {
        mount.close();
        bridge.close();
        meanwhile.run();
        bridge = bridge.reopened(false);
        mount = VexfsMount.start(bridge, files(), mountPoint(), MountOptions.DEFAULT);
    }

    /** Runs commands in the mount's root; errors come with the output. */
    ShellCommand.Answer sh(String commands) {
        try {
            return ShellCommand.run(mountPoint(), commands);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** A file's status; empty if it has none. */
    String status(String file) {
        ShellCommand.Answer answer = sh("getfattr --only-values -n user.vexfs.status -- '" + file + "' 2>/dev/null");
        return answer.out();
    }

    @Override
    public void close() {
        mount.close();
        bridge.close();
    }
}
