package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jnr.ffi.Pointer;

/** A mount whose process was killed: every access says ENOTCONN until it is taken away. */
final class DeadMount {
    /** The mount's type in {@code /proc/self/mounts}, behind {@code fuse.}. */
    static final String TYPE = "vexfs";

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private DeadMount() {}

    /** Takes a dead mount of ours away; nothing if there is none. */
    static void clear(Path mountPoint) {
        Pointer name = NativeLibraries.string(NativePath.bytes(mountPoint));
        // Opened, because the kernel goes on telling attributes for a while after the process is gone.
        int answer = NativeLibraries.result(
                NativeLibraries.c().openat(Linux.AT_FDCWD, name, Linux.O_DIRECTORY | Linux.O_CLOEXEC, 0));
        if (answer != -Linux.ENOTCONN) {
            if (answer >= 0) {
                NativeLibraries.c().close(answer);
            }
            return;
        }
        if (!mounted(mountPoint)) {
            throw new VexfsException(
                    FuseVexfsError.IN_USE,
                    "mount point " + mountPoint + ": expected an empty directory, was a dead mount of another kind");
        }
        Unmounting.detach(mountPoint);
    }

    /** Whether a file system of ours is mounted exactly there, alive or dead. */
    static boolean mounted(Path mountPoint) {
        String wanted = new String(NativePath.bytes(mountPoint), StandardCharsets.ISO_8859_1);
        return lines().stream()
                .map(line -> line.split(" "))
                .anyMatch(fields -> fields.length > 2
                        && ("fuse." + TYPE).equals(fields[2])
                        && unescaped(fields[1]).equals(wanted));
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The kernel writes blanks and backslashes as three octal digits. */
    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
