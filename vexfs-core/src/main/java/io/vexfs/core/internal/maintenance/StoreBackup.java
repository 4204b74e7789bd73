package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.BackupReport;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.LogCopy;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.recovery.SnapshotFiles;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A copy of a store that another process may have open and write to. Graphs are copied first, then the log up to where
 * it ends at that moment, then the mount's files: what a later part knows and an earlier one does not, opening and
 * mounting bring together. The map is never copied: whoever opens the copy makes it from the log. {@code FORMAT} is
 * last, so that a copy is whole or is no store.
 */
public final class StoreBackup {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path store;
    private final Path to;
    private final LongConsumer progress;
    private long logBytes;
    private long records;

    private StoreBackup(Path store, Path to, LongConsumer progress) {
        this.store = store;
        this.to = to;
        this.progress = progress;
    }

    /**
     * Copies a store into a new or empty directory.
     *
     * @param progress is told of bytes as they are copied
     * @throws VexfsException {@code ALREADY_EXISTS} if the directory holds something, {@code CORRUPT} if the log that
     *     was copied is damaged, {@code NO_SPACE}
     */
    public static BackupReport run(Path store, Path to, LongConsumer progress) {
        long storeId = StoreDirectory.storeId(store);
        Path target = to.toAbsolutePath().normalize();
        try {
            StoreBackup backup = new StoreBackup(store.toAbsolutePath().normalize(), target, progress);
            backup.makeTarget();
            int graphs = backup.graphs();
            backup.log(storeId);
            FileTree files = new FileTree(store.resolve("files"), target.resolve("files"), progress);
            files.copy();
            backup.copy(store.resolve("FORMAT"), target.resolve("FORMAT"));
            Disk.forceDirectory(target);
            return new BackupReport(backup.records, backup.logBytes, graphs, files.files(), files.bytes());
        } catch (IOException failed) {
            throw Disk.writeFailure(target, 0, failed);
        }
    }

    private void makeTarget() throws IOException {
        if (to.startsWith(store)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, to + ": expected a directory outside the store " + store);
        }
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.isDirectory(to) ? Files.list(to) : Stream.of(to)) {
                if (files.findAny().isPresent()) {
                    throw new VexfsException(
                            FuseVexfsError.ALREADY_EXISTS, to + ": expected a new or empty directory, was not so");
                }
            }
        }
        Files.createDirectories(Disk.parent(to));
        for (Path directory : List.of(to, to.resolve("log"), to.resolve("graph"), to.resolve("files"))) {
            if (!Files.exists(directory)) {
                Files.createDirectory(directory);
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** A graph that its process removes meanwhile is not needed. */
    private int graphs() throws IOException {
        int copied = 0;
        for (Path graph : new SnapshotFiles(store.resolve("graph")).all()) {
            if (SnapshotFiles.graphName(graph).isPresent()) {
                Path copy = to.resolve("graph").resolve(graph.getFileName());
                try {
                    copy(graph, copy);
                    copied++;
                } catch (NoSuchFileException gone) {
                    Files.deleteIfExists(copy);
                }
            }
        }
        Disk.forceDirectory(to.resolve("graph"));
        return copied;
    }

    private void log(long storeId) throws IOException {
        Optional<CleanMark> mark = StoreDirectory.endMark(store, storeId);
        boolean written = StoreDirectory.holder(store).isPresent();
        try (LogCopy log = LogCopy.open(LogFiles.onDisk(store.resolve("log")))) {
            logBytes = log.copy(to.resolve("log"), written, progress);
        }
        Disk.forceDirectory(to.resolve("log"));
        endLog(mark, storeId);
    }

    /** Reads the copy, and ends it behind the last whole record. */
    private void endLog(Optional<CleanMark> mark, long storeId) throws IOException {
        LogFiles log = LogFiles.onDisk(to.resolve("log"));
        List<Path> torn = new ArrayList<>();
        LogScan.Visitor visitor = new LogScan.Visitor() {
            @Override
            public void record(LogScan.Place place, LogRecord record) {
                records++;
            }

            @Override
            public void damage(CorruptStoreException damage, long from) {
                throw new CorruptStoreException(
                        store.resolve("log").resolve(damage.file().getFileName()),
                        damage.offset(),
                        damage.expected(),
                        damage.found());
            }

            @Override
            public void unfinished(Path file, long offset, long bytes) {
                torn.add(file);
                logBytes -= bytes;
            }
        };
        // What a crash left may have holes at its end; what a living process appends has none.
        boolean crashed = mark.isEmpty() && StoreDirectory.holder(store).isEmpty();
        LogEnd end =
                crashed ? LogScan.run(log, storeId, Optional.empty(), visitor) : LogScan.runLive(log, storeId, visitor);
        requireClosedEnd(mark, end, storeId);
        for (Path file : torn) {
            boolean last = file.equals(LogScan.path(log, end.segment()));
            if (last) {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(end.bytes());
                    open.getFD().sync();
                }
            } else {
                Files.delete(file);
            }
        }
        // Without it, damage of the last record would pass for one that was not finished.
        StoreDirectory.writeCopyMark(to, storeId, new CleanMark(end.sequence(), end.segment(), end.bytes(), List.of()));
    }

    /** A store that was closed all the time has the end that its mark says. */
    private void requireClosedEnd(Optional<CleanMark> mark, LogEnd end, long storeId) {
        if (mark.isPresent()
                && mark.equals(StoreDirectory.endMark(store, storeId))
                && mark.get().sequence() != end.sequence()) {
            throw new CorruptStoreException(
                    LogScan.path(LogFiles.onDisk(store.resolve("log")), end.segment()),
                    end.bytes(),
                    "records up to " + mark.get().sequence(),
                    "the end behind record " + end.sequence());
        }
    }

    /** Copies what a file has now and forces it; the bytes. */
    private long copy(Path file, Path copy) throws IOException {
        return copy(file, copy, Files.size(file));
    }

    private long copy(Path file, Path copy, long size) throws IOException {
        long left = size;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = open(file);
                FileOutputStream out = new FileOutputStream(copy.toFile())) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    break;
                }
                out.write(buffer, 0, read);
                left -= read;
                progress.accept(read);
            }
            out.getFD().sync();
        }
        return size - left;
    }

    /** Says of a file that is gone that it is gone, at whichever moment it went. */
    private static InputStream open(Path file) throws IOException {
        try {
            // Not a channel, which an interrupt would close.
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException failed) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw failed;
            }
            throw new NoSuchFileException(file.toString());
        }
    }
}
