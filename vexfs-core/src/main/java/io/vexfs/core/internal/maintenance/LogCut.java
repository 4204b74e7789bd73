package io.vexfs.core.internal.maintenance;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogScan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a log before its first damage; whatever lay behind is kept beside the store's log. */
final class LogCut {
    private static final String ASIDE = "given-up";
    private static final int ASIDE_MAX = 1_000;

    private final Path log;
    private final Path damaged;
    private final long soundBytes;
    private @Nullable Path aside;
    private long bytes;

    /** A cut of the log in this directory, at this place of this segment, which may be missing. */
    LogCut(Path log, Path damaged, long soundBytes) {
        this.log = log;
        this.damaged = damaged;
        this.soundBytes = soundBytes;
    }

    /**
     * Carries it out; a crash in between leaves a log that is damaged at the same place or sound.
     * What says that records behind the cut failed is removed when the log is opened, which knows where it ends.
     */
    void run() throws IOException {
        List<Path> behind = new ArrayList<>();
        for (Path segment : segments()) {
            int order = segment.getFileName().compareTo(damaged.getFileName());
            if (order > 0 || order == 0 && soundBytes == 0) {
                behind.add(segment);
                keep(segment, 0);
            } else if (order == 0 && Files.size(segment) > soundBytes) {
                keep(segment, soundBytes);
            }
        }
        if (aside != null) {
            Disk.forceDirectory(aside);
        }
        // The last first, so that there is never a gap.
        Collections.reverse(behind);
        for (Path segment : behind) {
            Files.delete(segment);
            Disk.forceDirectory(log);
        }
        if (soundBytes > 0 && Files.exists(damaged)) {
            try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
                file.setLength(soundBytes);
                file.getFD().sync();
            }
        }
    }

    private List<Path> segments() throws IOException {
        LogFiles files = LogFiles.onDisk(log);
        List<Path> segments = new ArrayList<>();
        for (long number : LogScan.numbers(files)) {
            segments.add(LogScan.path(files, number));
        }
        return segments;
    }

    private void keep(Path segment, long from) throws IOException {
        Path directory = aside;
        if (directory == null) {
            directory = makeAside();
            aside = directory;
        }
        Path copy = directory.resolve(segment.getFileName());
        // Whole, since a frame behind the damage can be told only with what lies before it.
        Files.copy(segment, copy);
        Disk.forceFile(copy);
        bytes += Files.size(segment) - from;
    }

    private Path makeAside() throws IOException {
        for (int i = 1; i <= ASIDE_MAX; i++) {
            Path directory = Disk.parent(log).resolve(ASIDE + "-" + i);
            try {
                return Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException earlier) {
                continue;
            }
        }
        throw new VexfsException(
                FuseVexfsError.LIMIT_REACHED,
                Disk.parent(log) + ": expected at most " + ASIDE_MAX + " directories " + ASIDE + "-N, was more");
    }

    /** The directory with what was given up; null if the cut took no bytes. */
    @Nullable
    Path aside() {
        return aside;
    }

    /** How many bytes were given up. */
    long bytes() {
        return bytes;
    }
}
