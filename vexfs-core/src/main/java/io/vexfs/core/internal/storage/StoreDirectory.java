package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreHolder;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The directory of a store, locked for as long as this is open:
 *
 * <pre>
 * FORMAT   magic, version, store id        log/    segments         graph/   snapshots
 * LOCK     who has the store open          map/    volumes          files/   the mount's files
 * CLEAN    the mark of a clean close, there only while nobody writes
 * COPIED   in a backup that nobody has written to: where its log ends
 * </pre>
 *
 * Safe from many threads.
 */
public final class StoreDirectory implements AutoCloseable {
    private static final String FORMAT = "FORMAT";
    private static final String LOCK = "LOCK";
    private static final String CLEAN = "CLEAN";
    /** Where the log of a copy ends, in the layout of {@link CleanMark}; there until the copy is opened to write. */
    private static final String COPIED = "COPIED";
    /** The tables of who only reads, so that a kill in the middle of a read leaves the real ones as they are. */
    private static final String READER = "map.reader";

    private static final int FORMAT_BYTES_MAX = 4_096;
    private static final List<String> ROOMS = List.of("log", "map", "graph", "files");
    /** What a store may hold before FORMAT is written, which is last; and what a file system puts into its root. */
    private static final Set<String> HALF_MADE =
            Set.of(LOCK, FORMAT + ".new", "log", "map", "graph", "files", "lost+found");

    private final Path path;
    private final long storeId;
    private final StoreLock lock;

    private StoreDirectory(Path path, long storeId, StoreLock lock) {
        this.path = path;
        this.storeId = storeId;
        this.lock = lock;
    }

    /**
     * Opens a store, or makes one.
     *
     * @param create whether a missing store is made
     * @param mountPoint where this process mounts it, told to whoever finds it held
     * @throws VexfsException {@link FuseVexfsError#IN_USE}, {@link FuseVexfsError#FILE_NOT_FOUND},
     *     {@link FuseVexfsError#INVALID_ARGUMENT} for a directory that holds something else,
     *     {@link FuseVexfsError#UNSUPPORTED} for a newer format, {@link FuseVexfsError#CORRUPT}
     */
    public static StoreDirectory open(Path directory, boolean create, Optional<String> mountPoint) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            boolean made = isStore(path);
            if (!made) {
                requireMakeable(path, create);
                makeParents(path);
                OwnFiles.makeDirectory(path);
            }
            StoreLock lock = StoreLock.take(path, path.resolve(LOCK), mountPoint);
            try {
                long storeId = isStore(path) ? readFormat(path) : make(path);
                for (String room : ROOMS) {
                    OwnFiles.makeDirectory(path.resolve(room));
                }
                OwnFiles.deleteDirectory(path.resolve(READER));
                return new StoreDirectory(path, storeId, lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(path, 0, failed);
        }
    }

    /**
     * Opens a store for a tool that looks at it or repairs it, and makes nothing.
     *
     * @param otherwise gives the store id where {@code FORMAT} is damaged, or throws
     */
    public static StoreDirectory inspect(Path directory, ToLongFunction<CorruptStoreException> otherwise) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            requireStore(path);
            for (String room : ROOMS) {
                if (Files.exists(path.resolve(room), LinkOption.NOFOLLOW_LINKS)) {
                    OwnFiles.requireOwn(path.resolve(room));
                }
            }
            StoreLock lock = StoreLock.take(path, path.resolve(LOCK), Optional.empty());
            try {
                return new StoreDirectory(path, storeId(path, otherwise), lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw Disk.readFailure(path, failed);
        }
    }

    private static void requireStore(Path path) throws IOException {
        if (!isStore(path)) {
            requireMakeable(path, false);
        }
    }

    private static long storeId(Path path, ToLongFunction<CorruptStoreException> otherwise) throws IOException {
        try {
            return readFormat(path);
        } catch (CorruptStoreException damaged) {
            return otherwise.applyAsLong(damaged);
        }
    }

    /** Writes {@code FORMAT} anew, on the disk when this returns. */
    public void writeFormat() {
        try {
            Disk.replace(path.resolve(FORMAT), new StoreFormat(storeId).bytes());
        } catch (IOException failed) {
            throw Disk.writeFailure(path.resolve(FORMAT), StoreFormat.BYTES, failed);
        }
    }

    private static void requireMakeable(Path path, boolean create) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, path + ": expected the directory of a store, was a file");
        }
        if (!create) {
            throw new VexfsException(
                    FuseVexfsError.FILE_NOT_FOUND, path + ": expected a store, found no file " + path.resolve(FORMAT));
        }
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            Optional<String> other = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !HALF_MADE.contains(name))
                    .sorted()
                    .findFirst();
            if (other.isPresent()) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        path + ": expected a store or an empty directory, found '" + other.get() + "'");
            }
        }
        requireEmptyLog(path);
    }

    private static void requireEmptyLog(Path path) throws IOException {
        Path log = path.resolve("log");
        if (Files.isDirectory(log)) {
            try (Stream<Path> files = Files.list(log)) {
                if (files.findAny().isPresent()) {
                    throw new CorruptStoreException(path.resolve(FORMAT), 0, "a file beside log/", "no file");
                }
            }
        }
    }

    private static void makeParents(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /** FORMAT is last, so that a store is whole or is none. */
    private static long make(Path path) throws IOException {
        for (String room : ROOMS) {
            OwnFiles.makeDirectory(path.resolve(room));
        }
        long storeId = new SecureRandom().nextLong();
        Disk.replace(path.resolve(FORMAT), new StoreFormat(storeId).bytes());
        Disk.forceDirectory(Disk.parent(path));
        return storeId;
    }

    private static long readFormat(Path path) throws IOException {
        Path file = path.resolve(FORMAT);
        if (Files.size(file) > FORMAT_BYTES_MAX) {
            throw new CorruptStoreException(
                    file, FORMAT_BYTES_MAX, "at most " + FORMAT_BYTES_MAX + " bytes", Files.size(file) + " bytes");
        }
        return StoreFormat.read(file, Files.readAllBytes(file)).storeId();
    }

    /** The id of a store that another process may have open. */
    public static long storeId(Path directory) {
        try {
            requireStore(directory);
            return readFormat(directory);
        } catch (IOException failed) {
            throw Disk.readFailure(directory.resolve(FORMAT), failed);
        }
    }

    /** Whether a directory holds a store. */
    public static boolean isStore(Path directory) {
        return Files.isRegularFile(directory.resolve(FORMAT), LinkOption.NOFOLLOW_LINKS);
    }

    /** Who has a store open, found without taking the lock; empty if nobody has. */
    public static Optional<StoreHolder> holder(Path directory) {
        try {
            return StoreLock.holder(directory.resolve(LOCK));
        } catch (IOException failed) {
            throw Disk.readFailure(directory.resolve(LOCK), failed);
        }
    }

    /** The directory, absolute. */
    public Path path() {
        return path;
    }

    /** The random number that ties log, snapshots and marks to this store. */
    public long storeId() {
        return storeId;
    }

    /** The directory of the log's segments. */
    public Path log() {
        return path.resolve("log");
    }

    /** The directory of the tables' volumes. */
    public Path map() {
        return path.resolve("map");
    }

    /** A directory for the tables of who only reads, with copies of the volumes if those are sound. Mapped vectors can be
     * read where they are. */
    public Path mapOfReader(boolean sound) {
        Path reader = path.resolve(READER);
        try {
            OwnFiles.makeDirectory(reader);
            if (sound) {
                OwnFiles.copy(map(), reader, ".map");
            }
            return reader;
        } catch (IOException failed) {
            throw Disk.writeFailure(reader, 0, failed);
        }
    }

    /** The directory of the graphs' snapshots. */
    public Path graph() {
        return path.resolve("graph");
    }

    /** The directory of the mount's ordinary files. */
    public Path files() {
        return path.resolve("files");
    }

    /** The mark of a clean close; empty after any other end, and if the mark itself is damaged. */
    public Optional<CleanMark> cleanMark() {
        return cleanMark(path, storeId);
    }

    /** The mark of a clean close of a store that another process may have open. */
    public static Optional<CleanMark> cleanMark(Path directory, long storeId) {
        return mark(directory.resolve(CLEAN), storeId);
    }

    /** The mark of a store that says where its log ends: that of a clean close, or that of a backup, which has no tables. */
    public static Optional<CleanMark> endMark(Path directory, long storeId) {
        return cleanMark(directory, storeId).or(() -> mark(directory.resolve(COPIED), storeId));
    }

    /** As {@link #endMark(Path, long)}, of this store. */
    public Optional<CleanMark> endMark() {
        return endMark(path, storeId);
    }

    /** Whether this is a backup whose mark is damaged. */
    public boolean hasDamagedCopyMark() {
        Path file = path.resolve(COPIED);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && mark(file, storeId).isEmpty();
    }

    /** Leaves the mark of a backup. */
    public static void writeCopyMark(Path directory, long storeId, CleanMark mark) throws IOException {
        Disk.replace(directory.resolve(COPIED), mark.bytes(storeId));
    }

    private static Optional<CleanMark> mark(Path file, long storeId) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? CleanMark.parse(file, Files.readAllBytes(file), storeId)
                    : Optional.empty();
        } catch (NoSuchFileException removed) {
            // Since it was looked at: another process opened the store.
            return Optional.empty();
        } catch (IOException failed) {
            throw Disk.readFailure(file, failed);
        }
    }

    /** Whether there is a mark of a clean close, sound or not. */
    public boolean hasCleanMark() {
        return hasCleanMark(path);
    }

    /** Whether a store that another process may have open has a mark, sound or not. */
    public static boolean hasCleanMark(Path directory) {
        return Files.exists(directory.resolve(CLEAN), LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes the mark of a clean close away, on the disk when this returns; before the first write. */
    public void removeCleanMark() {
        remove(CLEAN);
    }

    /** Takes the mark of a backup away, on the disk when this returns; when its log has been read, before the first record. */
    public void removeCopyMark() {
        remove(COPIED);
    }

    private void remove(String mark) {
        try {
            if (Files.deleteIfExists(path.resolve(mark))) {
                Disk.forceDirectory(path);
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(path.resolve(mark), 0, failed);
        }
    }

    /** Leaves the mark; the last thing that is written, after log, volumes and snapshots are on the disk. */
    public void writeCleanMark(CleanMark mark) {
        try {
            Disk.replace(path.resolve(CLEAN), mark.bytes(storeId));
        } catch (IOException failed) {
            throw Disk.writeFailure(path.resolve(CLEAN), 0, failed);
        }
    }

    /** Gives the lock up; idempotent. */
    @Override
    public void close() {
        try (lock) {
            OwnFiles.deleteDirectory(path.resolve(READER));
        } catch (IOException failed) {
            throw Disk.writeFailure(path.resolve(LOCK), 0, failed);
        }
    }
}
