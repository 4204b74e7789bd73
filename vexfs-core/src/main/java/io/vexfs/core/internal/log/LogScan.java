package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
    private final Set<Long> aborted;
    private long through;
    private boolean damaged;
    private LogEnd end = new LogEnd(0, 0, 0);

    private LogScan(LogFiles files, long storeId, Visitor visitor, Set<Long> aborted) {
        this.aborted = aborted;
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

        /** A sound record that does not count, because it failed. */
        default void aborted(Place place) {}

        /** Bytes that are not what was written; the sound part of their file ends at {@code from}. */
        void damage(CorruptStoreException damage, long from);

        /** Bytes at the end of the log that were never acknowledged; the next open cuts them off. */
        void unfinished(Path file, long offset, long bytes);

        /** The end of a base, which holds effects of records up to {@code through}: without them it counts for nothing. */
        default void baseEnd(long through) {}
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
        LogScan scan = new LogScan(files, storeId, visitor, aborted(files).keySet());
        long base = newestBase(files);
        if (base > 0) {
            scan.base(base);
        }
        List<Long> numbers = numbers(files);
        long expected = Math.max(1, base);
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            if (number != expected) {
                scan.damage(new CorruptStoreException(path(files, expected), 0, "a segment of the log", "no file"), 0);
                scan.next = UNKNOWN;
            }
            scan.segment(number, i == numbers.size() - 1 ? ending : Ending.CLOSED);
            expected = number + 1;
        }
        if (base > 0 && numbers.isEmpty()) {
            scan.damage(new CorruptStoreException(path(files, base), 0, "the segment behind the base", "no file"), 0);
        }
        scan.requireThrough();
        return scan;
    }

    /** Reads one segment or base, of whatever store, that may lie anywhere. */
    public static void file(Path segment, Visitor visitor) throws IOException {
        Path directory = segment.toAbsolutePath().getParent();
        LogFiles files = LogFiles.onDisk(directory == null ? segment.toAbsolutePath() : directory);
        String name = String.valueOf(segment.getFileName());
        try (LogFile file = files.open(name)) {
            LogScan scan = new LogScan(files, 0, visitor, Set.of());
            if (SegmentHeader.whole(file)) {
                scan.next = SegmentHeader.first(file);
            } else {
                scan.damage(new CorruptStoreException(segment, 0, "the header of a segment", "other bytes"), 0);
            }
            if (LogSegments.isBase(name)) {
                scan.baseFrames(file, segment);
            } else {
                scan.frames(file, segment, file.size(), 0, Ending.LIVE);
            }
        }
    }

    /** The store that the first file with a whole header says it belongs to. */
    public static Optional<Long> storeId(LogFiles files) throws IOException {
        for (String name : files.names()) {
            if (LogSegments.isSegment(name) || LogSegments.isBase(name)) {
                try (LogFile file = files.open(name)) {
                    if (SegmentHeader.whole(file)) {
                        return Optional.of(SegmentHeader.store(file));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The numbers of the segments that count, in order: a base stands for those before it. */
    public static List<Long> numbers(LogFiles files) throws IOException {
        long first = newestBase(files);
        List<Long> numbers = new ArrayList<>();
        for (String name : files.names()) {
            if (LogSegments.isSegment(name) && LogSegments.number(name) >= first) {
                numbers.add(LogSegments.number(name));
            }
        }
        return numbers;
    }

    /** The base that counts; empty if the log was never compacted. */
    public static Optional<Path> base(LogFiles files) throws IOException {
        long base = newestBase(files);
        return base == 0 ? Optional.empty() : Optional.of(files.directory().resolve(LogBase.name(base)));
    }

    private static long newestBase(LogFiles files) throws IOException {
        long newest = 0;
        for (String name : files.names()) {
            if (LogSegments.isBase(name)) {
                newest = Math.max(newest, LogSegments.number(name));
            }
        }
        return newest;
    }

    /** Whether a file of this name is part of a log, so that a copy of it needs that file. */
    public static boolean isPart(String name) {
        return LogSegments.isSegment(name) || LogSegments.isBase(name) || LogSegments.isAborted(name);
    }

    /** The records that failed after they were appended and do not count, by sequence. */
    public static SortedMap<Long, Path> aborted(LogFiles files) throws IOException {
        SortedMap<Long, Path> aborted = new TreeMap<>();
        for (String name : files.names()) {
            if (LogSegments.isAborted(name)) {
                aborted.put(LogSegments.number(name), files.directory().resolve(name));
            }
        }
        return aborted;
    }

    /** The file of a segment. */
    public static Path path(LogFiles files, long segment) {
        return files.directory().resolve(LogSegments.name(segment));
    }

    /** Reads a base; its records stand for the log up to the segment behind it. */
    private void base(long number) throws IOException {
        Path path = files.directory().resolve(LogBase.name(number));
        try (LogFile file = files.open(LogBase.name(number))) {
            try {
                next = SegmentHeader.read(SegmentHeader.BASE, file, path, storeId, number)
                        .firstSequence();
            } catch (CorruptStoreException damaged) {
                damage(damaged, 0);
            }
            baseFrames(file, path);
        }
    }

    private void baseFrames(LogFile file, Path path) throws IOException {
        long size = file.size();
        SegmentReader reader = new SegmentReader(file, path, size);
        boolean ended = false;
        for (long frame = 1; frame != UNKNOWN && reader.position() < size; ) {
            long from = reader.position();
            try {
                ByteReader in = reader.next(frame);
                if (in == null) {
                    break;
                }
                LogRecord record = decoded(path, from, in);
                frame++;
                if (record instanceof LogRecord.BaseEnd end) {
                    ended = true;
                    through = end.through();
                    visitor.baseEnd(through);
                } else {
                    visitor.record(new Place(path, from, reader.position() - from, Math.max(0, next - 1)), record);
                }
            } catch (CorruptStoreException damaged) {
                damage(damaged, from);
                frame = reader.position() > from ? frame + 1 : reader.skip(frame);
            }
        }
        if (!ended || reader.position() != size) {
            damage(new CorruptStoreException(path, size, "the end of a base", "none"), size);
        }
    }

    /** A base may hold effects of records up to one that its log must reach. */
    private void requireThrough() {
        if (!damaged && through > end.sequence()) {
            damage(
                    new CorruptStoreException(
                            path(files, Math.max(1, end.segment())),
                            end.bytes(),
                            "a log that goes to record " + through,
                            "one that ends at " + end.sequence()),
                    end.bytes());
        }
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
                    // What was prepared behind the last record is no part of the log, unless the log was closed.
                    size = ending == Ending.CLOSED ? size : from;
                    break;
                }
                Place place = new Place(path, from, reader.position() - from, next);
                LogRecord read = decoded(path, from, record);
                next++;
                if (aborted.contains(place.sequence())) {
                    visitor.aborted(place);
                } else {
                    visitor.record(place, read);
                }
            } catch (CorruptStoreException damaged) {
                boolean framed = reader.position() > from;
                boolean lost = ending == Ending.CRASHED && !framed && !reader.wasForced(next);
                long behind = framed ? next + 1 : reader.skip(next);
                if (lost || ending == Ending.LIVE && behind == UNKNOWN) {
                    visitor.unfinished(path, from, reader.written() - from);
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
        if (clean.equals(end)) {
            return;
        }
        // Of a log that goes on behind the mark all is sound: its end is the place, so that a cut there takes nothing.
        damage(
                new CorruptStoreException(
                        path(files, Math.max(clean.segment(), end.segment())),
                        end.segment() > clean.segment() ? end.bytes() : Math.min(clean.bytes(), end.bytes()),
                        "the end of a log as it was closed: " + clean,
                        end.toString()),
                end.segment() < clean.segment() ? 0 : end.bytes());
    }
}
