package io.vexfs.core.internal.maintenance;

import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the mount's files: with their times, modes and attributes, links as links, and names of one file as names of
 * one file.
 *
 * <p>Files may be made, renamed and removed meanwhile. A walk of a tree misses what is renamed from where it has not been
 * to where it was; so it is walked again until nothing more came or went.
 */
final class FileTree {
    /** Walks of a tree in which something is renamed all the time. */
    private static final int WALKS_MAX = 20;

    private final Path from;
    private final Path to;
    private final LongConsumer progress;
    /** The last copied name of each file that has several, by its inode. */
    private final Map<Object, Path> linked = new HashMap<>();

    private long files;
    private long bytes;
    private long differences;

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
        for (int walk = 1; walk <= WALKS_MAX; walk++) {
            differences = 0;
            // First, so that the walk behind it gives directories their times back.
            Files.walkFileTree(to, new Leaving());
            Files.walkFileTree(from, new Coming());
            if (differences == 0) {
                return;
            }
        }
    }

    /** Copies what is not there yet. */
    private final class Coming extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Path copy = to.resolve(from.relativize(directory));
            if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(copy);
                differences++;
            } else if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
                differences++;
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path copy = to.resolve(from.relativize(file));
            boolean there = Files.exists(copy, LinkOption.NOFOLLOW_LINKS);
            if (there) {
                BasicFileAttributes copied = attributes(copy);
                if (copied.isRegularFile() && !same(copied, attributes)) {
                    // Another file was renamed to that name, or this one was written.
                    remove(copy, copied);
                    there = false;
                }
            } else {
                differences++;
            }
            if (!there) {
                try {
                    copyFile(file, copy, attributes);
                } catch (FileSystemException failed) {
                    requireGone(file, failed);
                    Files.deleteIfExists(copy);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            requireGone(file, failure);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Path copy = to.resolve(from.relativize(directory));
            Disk.forceDirectory(copy);
            try {
                attributes(directory, copy);
            } catch (FileSystemException failed) {
                requireGone(directory, failed);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** Removes copies of what is gone, or is a directory where it was none, or the other way round. */
    private final class Leaving extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path copy, BasicFileAttributes attributes) throws IOException {
            // Its own mode, which it gets back at the end of each walk, may forbid what this one has to change.
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path copy, BasicFileAttributes attributes) throws IOException {
            Path file = from.resolve(to.relativize(copy));
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                remove(copy, attributes);
                differences++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path copy, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (!Files.isDirectory(from.resolve(to.relativize(copy)), LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Files.delete(copy);
                } catch (DirectoryNotEmptyException made) {
                    // Its files came back; so may the directory until the next walk.
                }
                differences++;
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** Lets a failure pass that comes from what is no longer there, or lies below what is no directory now. */
    private void requireGone(Path file, IOException failure) throws IOException {
        if (!(failure instanceof NoSuchFileException)
                && Files.isDirectory(Disk.parent(file), LinkOption.NOFOLLOW_LINKS)
                && !(failure instanceof NotDirectoryException)) {
            throw failure;
        }
        differences++;
    }

    private void copyFile(Path file, Path copy, BasicFileAttributes attributes) throws IOException {
        boolean several = attributes.isRegularFile() && names(file) > 1;
        Object inode = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        if (several && linkedTo(linked.get(inode), copy, attributes)) {
            linked.put(inode, copy);
            return;
        }
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (several) {
            linked.put(inode, copy);
        }
        if (attributes.isRegularFile()) {
            // As a directory is forced: for that, a file that may not be written need not be opened for writing.
            Disk.forceDirectory(copy);
            long copied = Files.size(copy);
            files++;
            bytes += copied;
            progress.accept(copied);
        }
    }

    /** Links, if the copy is of that very file: a file system gives the inode of one that is gone to another. */
    private static boolean linkedTo(@Nullable Path first, Path copy, BasicFileAttributes attributes)
            throws IOException {
        if (first == null || !Files.exists(first, LinkOption.NOFOLLOW_LINKS) || !same(attributes(first), attributes)) {
            return false;
        }
        Files.createLink(copy, first);
        return true;
    }

    private void remove(Path copy, BasicFileAttributes copied) throws IOException {
        if (copied.isRegularFile() && names(copy) == 1) {
            files--;
            bytes -= copied.size();
        }
        Files.delete(copy);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean same(BasicFileAttributes copied, BasicFileAttributes file) {
        return copied.isSymbolicLink() == file.isSymbolicLink()
                && copied.size() == file.size()
                && copied.lastModifiedTime().to(TimeUnit.MICROSECONDS)
                        == file.lastModifiedTime().to(TimeUnit.MICROSECONDS);
    }

    private static int names(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }

    /** A directory's own attributes, after everything is in it: making entries changes its time, its mode may forbid it. */
    private static void attributes(Path directory, Path copy) throws IOException {
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
        Files.setLastModifiedTime(copy, Files.getLastModifiedTime(directory));
    }
}
