package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A look at every byte of a log, damaged or not, that changes nothing: each sound record is given to the visitor, and
 * so is each place that is not what was written. Where recovery stops, this goes on behind the damage.
 */
public final class LogScan {
    private static final long UNKNOWN = -1;

    private final LogFiles files;
    private final long storeId;
    private final Visitor visitor;
    private long next = UNKNOWN;
    private boolean damaged;
    private LogEnd end = new LogEnd(0, 0, 0);

    private LogScan(LogFiles files, long storeId, Visitor visitor) {
        this.files = files;
        this.storeId = storeId;
        this.visitor = visitor;
    }

    /**
     * Where a record lies.
     *
     * @param file its segment
     * @param offset of its frame in the file
     * @param bytes length of the frame
     * @param sequence its number
     */
    public record Place(Path file, long offset, long bytes, long sequence) {}

    /** What a bad record at the end of the last segment may be. */
    private enum Ending {
        /** Damage: the log was closed, or goes on in another segment. */
        CLOSED,
        /** One that was not finished, by recovery's rule: nothing behind it says that it had been forced. */
        CRASHED,
        /** One that its process is appending now: no sound record lies behind it. */
        LIVE
    }

    /** Takes what is found, in order. */
    public interface Visitor {
        /** A sound record. */
        void record(Place place, LogRecord record);

        /** Bytes that are not what was written; the sound part of their file ends at {@code from}. */
        void damage(CorruptStoreException damage, long from);

        /** Bytes at the end of the log that were never acknowledged; the next open cuts them off. */
        void unfinished(Path file, long offset, long bytes);
    }

    /**
     * Reads all segments.
     *
     * @param cleanEnd where the log ended at a clean close; without it, an unfinished record at its end is none that
     *     was damaged
     * @return where the sound part that was read last ends
     */
    public static LogEnd run(LogFiles files, long storeId, Optional<LogEnd> cleanEnd, Visitor visitor)
            throws IOException {
        LogScan scan = run(files, storeId, cleanEnd.isPresent() ? Ending.CLOSED : Ending.CRASHED, visitor);
        if (!scan.damaged) {
            cleanEnd.ifPresent(scan::requireEnd);
        }
        return scan.end;
    }

    /** As {@link #run(LogFiles, long, Optional, Visitor)}, of a copy of a log that its process was appending to. */
    public static LogEnd runLive(LogFiles files, long storeId, Visitor visitor) throws IOException {
        return run(files, storeId, Ending.LIVE, visitor).end;
    }

    private static LogScan run(LogFiles files, long storeId, Ending ending, Visitor visitor) throws IOException {
        LogScan scan = new LogScan(files, storeId, visitor);
        List<Long> numbers = numbers(files);
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            if (i > 0 && numbers.get(i - 1) + 1 != number) {
                Path missing = path(files, numbers.get(i - 1) + 1);
                scan.damage(new CorruptStoreException(missing, 0, "a segment of the log", "no file"), 0);
            }
            scan.segment(number, i == numbers.size() - 1 ? ending : Ending.CLOSED);
        }
        return scan;
    }

    /** Reads one segment, of whatever store, that may lie anywhere. */
    public static void file(Path segment, Visitor visitor) throws IOException {
        Path directory = segment.toAbsolutePath().getParent();
        LogFiles files = LogFiles.onDisk(directory == null ? segment.toAbsolutePath() : directory);
        String name = String.valueOf(segment.getFileName());
        try (LogFile file = files.open(name)) {
            LogScan scan = new LogScan(files, 0, visitor);
            if (SegmentHeader.whole(file)) {
                scan.next = SegmentHeader.first(file);
            } else {
                scan.damage(new CorruptStoreException(segment, 0, "the header of a segment", "other bytes"), 0);
            }
            scan.frames(file, segment, file.size(), 0, Ending.LIVE);
        }
    }

    /** The store that the first segment with a whole header says it belongs to. */
    public static Optional<Long> storeId(LogFiles files) throws IOException {
        for (long number : numbers(files)) {
            try (LogFile file = files.open(LogSegments.name(number))) {
                if (SegmentHeader.whole(file)) {
                    return Optional.of(SegmentHeader.store(file));
                }
            }
        }
        return Optional.empty();
    }

    /** The numbers of the segments that are there, in order. */
    public static List<Long> numbers(LogFiles files) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : files.names()) {
            if (LogSegments.isName(name)) {
                numbers.add(LogSegments.number(name));
            }
        }
        return numbers;
    }

    /** The file of a segment. */
    public static Path path(LogFiles files, long segment) {
        return files.directory().resolve(LogSegments.name(segment));
    }

    private void segment(long number, Ending ending) throws IOException {
        Path path = path(files, number);
        try (LogFile file = files.open(LogSegments.name(number))) {
            long size = file.size();
            if (ending != Ending.CLOSED && size <= SegmentHeader.BYTES && !SegmentHeader.whole(file)) {
                visitor.unfinished(path, 0, size);
                return;
            }
            try {
                long first = SegmentHeader.read(file, path, storeId, number).firstSequence();
                if (next != UNKNOWN && first != next) {
                    throw new CorruptStoreException(path, 28, "first sequence " + next, String.valueOf(first));
                }
                next = first;
            } catch (CorruptStoreException damaged) {
                damage(damaged, 0);
            }
            frames(file, path, size, number, ending);
        }
    }

    private void frames(LogFile file, Path path, long size, long number, Ending ending) throws IOException {
        if (size < SegmentHeader.BYTES) {
            return;
        }
        SegmentReader reader = new SegmentReader(file, path, size);
        if (next == UNKNOWN) {
            next = reader.skip(0);
        }
        while (next != UNKNOWN) {
            long from = reader.position();
            try {
                ByteReader record = reader.next(next);
                if (record == null) {
                    break;
                }
                Place place = new Place(path, from, reader.position() - from, next);
                LogRecord read = decoded(path, from, record);
                next++;
                visitor.record(place, read);
            } catch (CorruptStoreException damaged) {
                boolean framed = reader.position() > from;
                boolean lost = ending == Ending.CRASHED && !framed && !reader.wasForced(next);
                long behind = framed ? next + 1 : reader.skip(next);
                if (lost || ending == Ending.LIVE && behind == UNKNOWN) {
                    visitor.unfinished(path, from, size - from);
                    size = from;
                    break;
                }
                damage(damaged, from);
                if (behind == UNKNOWN) {
                    break;
                }
                next = behind;
            }
        }
        end = new LogEnd(number, size, next - 1);
    }

    private static LogRecord decoded(Path path, long at, ByteReader record) {
        try {
            return LogCodec.read(record);
        } catch (CorruptStoreException damaged) {
            throw damaged;
        } catch (VexfsException | IllegalArgumentException impossible) {
            throw new CorruptStoreException(
                    path, at, "a record that can be read", String.valueOf(impossible.getMessage()));
        }
    }

    private void damage(CorruptStoreException found, long from) {
        damaged = true;
        visitor.damage(found, from);
    }

    private void requireEnd(LogEnd clean) {
        if (!clean.equals(end)) {
            Path path = path(files, clean.segment());
            damage(
                    new CorruptStoreException(
                            path,
                            Math.min(clean.bytes(), end.bytes()),
                            "the end of a log as it was closed: " + clean,
                            end.toString()),
                    clean.segment() == end.segment() ? end.bytes() : 0);
        }
    }
}
