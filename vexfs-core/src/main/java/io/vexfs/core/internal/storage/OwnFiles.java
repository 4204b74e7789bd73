package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and directories of the store that nobody else may have put there: a Chronicle Map file names classes that are
 * loaded when it is opened, so it must be this user's own, and no link.
 */
final class OwnFiles {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Belongs to the effective user of this process. */
    private static final Path SELF = Path.of("/proc/self");

    private OwnFiles() {}

    /** Makes a directory for this user alone; one that is there must be this user's own and is closed to others. */
    static void makeDirectory(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        }
        requireOwn(directory);
        Files.setPosixFilePermissions(directory, DIRECTORY);
    }

    /** Makes an empty file for this user alone; nothing if it is there. */
    static void create(Path file) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file, FILE);
        }
    }

    /** Checks that a file or directory is no link and belongs to this user. */
    static void requireOwn(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new VexfsException(
                    FuseVexfsError.PERMISSION_DENIED, path + ": expected the store's own file, was a symbolic link");
        }
        if (!Files.exists(SELF)) {
            return;
        }
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object self = Files.getAttribute(SELF, "unix:uid");
        if (!owner.equals(self)) {
            throw new VexfsException(
                    FuseVexfsError.PERMISSION_DENIED,
                    path + ": expected an owner of uid " + self + " (this process), was " + owner);
        }
    }

    /** Copies the plain files of one directory whose names end so into another; all must be this user's own. */
    static void copy(Path from, Path to, String end) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).endsWith(end)
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    requireOwn(file);
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Deletes a directory that holds plain files alone; nothing if it is not there. */
    static void deleteDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
