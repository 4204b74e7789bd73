package io.vexfs.fuse.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The mounts of VexFS that the kernel knows of, whether anything answers behind them or not. */
final class MountTable {
    private static final Path TABLE = Path.of("/proc/self/mounts");
    private static final String TYPE = "fuse.vexfs";

    private MountTable() {}

    /** Whether a VexFS is mounted exactly there. */
    static boolean mounted(Path point) {
        return points().contains(absolute(point));
    }

    /** The mount point at or above a path; the innermost if there are several. */
    static Optional<Path> above(Path path) {
        Path absolute = absolute(path);
        return points().stream()
                .filter(absolute::startsWith)
                .reduce((a, b) -> a.getNameCount() >= b.getNameCount() ? a : b);
    }

    /** Whether the mount answers this user. */
    static boolean answers(Path point) {
        return !dead(point) && Files.exists(point.resolve(".vexfs").resolve("status.json"));
    }

    /**
     * Whether the process behind the mount is gone. A mount of another user is denied, not dead. The directory is opened,
     * because the kernel goes on telling its attributes for a while after the process is gone.
     */
    static boolean dead(Path point) {
        try {
            Files.newDirectoryStream(point).close();
            return false;
        } catch (AccessDeniedException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * The path with links resolved in its parent only: resolving the last name would fail on a dead mount.
     */
    static Path absolute(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            return absolute;
        }
        try {
            if (Files.isSymbolicLink(absolute)) {
                return absolute.toRealPath();
            }
            return parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            return absolute;
        }
    }

    private static List<Path> points() {
        try {
            return Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.split(" "))
                    .filter(fields -> fields.length > 2 && fields[2].equals(TYPE))
                    .map(fields -> Path.of(unescaped(fields[1])))
                    .toList();
        } catch (IOException e) {
            // No such table: not Linux, so nothing of ours is mounted.
            return List.of();
        }
    }

    /** The kernel writes blank, tab, newline and backslash as three octal digits. */
    private static String unescaped(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                plain.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
