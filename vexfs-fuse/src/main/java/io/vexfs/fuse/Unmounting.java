package io.vexfs.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;

/** The ways to take a mount away: politely, lazily, by force. Root calls the kernel, others {@code fusermount}. */
final class Unmounting {
    private static final long COMMAND_SECONDS = 10;
    private static final Path CONNECTIONS = Path.of("/sys/fs/fuse/connections");

    private Unmounting() {}

    private static boolean root() {
        return NativeLibraries.c().geteuid() == 0;
    }

    /** True if nobody uses the mount and it is gone. */
    static boolean politely(Path mountPoint) {
        return root() ? unmount(mountPoint, 0) : fusermount(mountPoint, "-u", "-q");
    }

    /** Takes the name away; open files go on until they are closed. */
    static void detach(Path mountPoint) {
        if (root()) {
            unmount(mountPoint, Linux.MNT_DETACH);
        } else {
            fusermount(mountPoint, "-u", "-q", "-z");
        }
    }

    /** Takes the mount away and fails every request that is still to come. */
    static void byForce(Path mountPoint, int device) {
        if (root()) {
            unmount(mountPoint, Linux.MNT_FORCE | Linux.MNT_DETACH);
        } else {
            fusermount(mountPoint, "-u", "-q", "-z");
        }
        abort(device);
    }

    /**
     * The one way to end a connection whose mount has no name any more: the kernel's control file system, mounted for
     * the purpose where root finds it missing.
     */
    private static void abort(int device) {
        try {
            if (write(CONNECTIONS, device) || !root()) {
                return;
            }
            Path own = Files.createTempDirectory("vexfs-fusectl");
            Pointer name = NativeLibraries.string(NativePath.bytes(own));
            Pointer type = NativeLibraries.string("fusectl");
            if (NativeLibraries.c().mount(type, name, type, 0, null) == 0) {
                write(own, device);
                detach(own);
            }
            Files.delete(own);
        } catch (IOException gone) {
            // The connection ended by itself in the meantime, which is what was wanted.
            return;
        }
    }

    private static boolean write(Path connections, int device) throws IOException {
        Path file = connections.resolve(Integer.toString(device)).resolve("abort");
        if (!Files.isWritable(file)) {
            return false;
        }
        Files.write(file, "1".getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private static boolean unmount(Path mountPoint, int flags) {
        Pointer name = NativeLibraries.string(NativePath.bytes(mountPoint));
        return NativeLibraries.c().umount2(name, flags) == 0;
    }

    private static boolean fusermount(Path mountPoint, String... options) {
        List<String> command = new ArrayList<>(List.of("fusermount"));
        command.addAll(List.of(options));
        command.add("--");
        command.add(mountPoint.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException failure) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
