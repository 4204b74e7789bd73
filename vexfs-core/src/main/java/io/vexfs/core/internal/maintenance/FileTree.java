package io.vexfs.core.internal.maintenance;

import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the mount's files: with their times, modes and attributes, links as links, and names of one file as names of
 * one file. What is removed meanwhile is left out.
 */
final class FileTree {
    private final Path from;
    private final Path to;
    private final LongConsumer progress;
    private final Map<Object, Path> linked = new HashMap<>();
    private long files;
    private long bytes;

    FileTree(Path from, Path to, LongConsumer progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /** Files that were copied. */
    long files() {
        return files;
    }

    /** Their bytes. */
    long bytes() {
        return bytes;
    }

    void copy() throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = copyOf(directory);
                if (!Files.exists(copy)) {
                    Files.createDirectory(copy);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    copyFile(file, attributes);
                } catch (NoSuchFileException gone) {
                    Files.deleteIfExists(copyOf(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Path copy = copyOf(directory);
                Disk.forceDirectory(copy);
                attributes(directory, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path copyOf(Path file) {
        return to.resolve(from.relativize(file).toString());
    }

    private void copyFile(Path file, BasicFileAttributes attributes) throws IOException {
        Path copy = copyOf(file);
        if (attributes.isRegularFile() && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            Object inode = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            Path first = linked.putIfAbsent(inode, copy);
            if (first != null) {
                Files.createLink(copy, first);
                return;
            }
        }
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
            // As a directory is forced: for that, a file that may not be written need not be opened for writing.
            Disk.forceDirectory(copy);
            files++;
            bytes += attributes.size();
            progress.accept(attributes.size());
        }
    }

    /** A directory's own attributes, after everything is in it: making entries changes its time, its mode may forbid it. */
    private static void attributes(Path directory, Path copy) throws IOException {
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
        Files.setLastModifiedTime(copy, Files.getLastModifiedTime(directory));
    }
}
