package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log directory by number, and the base that stands for those before them: found, made and checked.
 * An empty file {@code %016d.aborted} says that the record of that sequence failed and never counts.
 */
final class LogSegments {
    private static final Pattern SEGMENT = Pattern.compile("\\d{16}\\.log");
    private static final Pattern BASE = Pattern.compile("\\d{16}\\.base");
    private static final Pattern ABORTED = Pattern.compile("\\d{16}\\.aborted");

    /** A file that takes room on the disk, so that some thousands can still be deleted when it is full. */
    private static final String RESERVE = "reserve";

    private static final long RESERVE_BYTES_MIN = 256 << 10;
    private static final int PIECE_BYTES = 1 << 18;

    private final LogFiles files;
    private final long storeId;
    private final boolean readOnly;
    private final Set<Long> aborted = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LogBase base;
    private long tornBytes;
    private volatile boolean stray;
    /** Whether room is to be set aside. */
    private volatile boolean reserveKept;
    /** Bytes set aside; 0 if there are none. */
    private volatile long reserved;

    LogSegments(LogFiles files, LogSettings settings) {
        this.files = files;
        this.storeId = settings.storeId();
        this.readOnly = settings.readOnly();
    }

    /** An open segment, where its bytes end, the last sequence in it, and all bytes appended since the log was opened. */
    record Tail(LogFile file, long segment, long bytes, long sequence, long appended) {
        LogEnd end() {
            return new LogEnd(segment, bytes, sequence);
        }
    }

    static String name(long segment) {
        return String.format(Locale.ROOT, "%016d.log", segment);
    }

    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    static boolean isBase(String name) {
        return BASE.matcher(name).matches();
    }

    static boolean isAborted(String name) {
        return ABORTED.matcher(name).matches();
    }

    Path path(long segment) {
        return files.directory().resolve(name(segment));
    }

    /** Bytes of an unfinished end that {@link #openLast} gave up. */
    long tornBytes() {
        return tornBytes;
    }

    static long number(String name) {
        return Long.parseLong(name.substring(0, 16));
    }

    /** The number of the first segment that counts; a base stands for those before it. */
    private long first() {
        LogBase present = base;
        return present == null ? 1 : present.segment();
    }

    /** Finds the base and the aborted records. */
    private void look() throws IOException {
        long newest = 0;
        for (String name : files.names()) {
            if (BASE.matcher(name).matches()) {
                newest = number(name);
            } else if (ABORTED.matcher(name).matches()) {
                aborted.add(number(name));
            }
        }
        base = newest == 0 ? null : LogBase.open(files, storeId, newest);
    }

    /** Puts a base in place of what it stands for. */
    void install(BaseWriter writer, long through) throws IOException {
        base = writer.install(through);
        tidy();
    }

    /** Removes what the base stands for, and what a crash left of one that was being written. */
    private void tidy() throws IOException {
        LogBase present = base;
        long first = first();
        boolean removed = false;
        for (String name : files.names()) {
            boolean old = (SEGMENT.matcher(name).matches() || BASE.matcher(name).matches()) && number(name) < first;
            boolean done = present != null && ABORTED.matcher(name).matches() && number(name) <= present.sequence();
            if (old || done || name.equals(LogBase.ASIDE)) {
                files.delete(name);
                removed = true;
            }
        }
        if (removed) {
            files.force();
        }
    }

    /** Notes for good that a record, though it is in the log, does not count. */
    void abort(long sequence) throws IOException {
        files.create(String.format(Locale.ROOT, "%016d.aborted", sequence)).close();
        files.force();
        aborted.add(sequence);
    }

    /**
     * Takes room on the disk for {@link #giveUpReserve}; nothing if it is taken. It need not be forced: a file system that
     * takes the bytes has set the room aside, and one that was left by a crash is made anew.
     */
    synchronized void keepReserve(long bytes) throws IOException {
        long wanted = Math.max(RESERVE_BYTES_MIN, bytes);
        reserveKept = true;
        if (reserved > 0 && reserved >= wanted / 2) {
            return;
        }
        try {
            growReserve(wanted);
        } catch (IOException full) {
            if (reserved == 0 && wanted == RESERVE_BYTES_MIN) {
                throw full;
            }
            if (reserved == 0) {
                growReserve(RESERVE_BYTES_MIN);
            }
        }
    }

    private void growReserve(long bytes) throws IOException {
        if (reserved == 0 && files.names().contains(RESERVE)) {
            files.delete(RESERVE);
        }
        try (LogFile file = reserved == 0 ? files.create(RESERVE) : files.open(RESERVE)) {
            byte[] zeros = new byte[(int) Math.min(bytes - reserved, PIECE_BYTES)];
            try {
                for (long left = bytes - reserved; left > 0; left -= zeros.length) {
                    file.append(zeros, 0, (int) Math.min(left, zeros.length));
                }
                reserved = bytes;
            } finally {
                if (reserved < bytes) {
                    file.truncate(reserved);
                }
            }
        } finally {
            if (reserved == 0) {
                files.delete(RESERVE);
            }
        }
    }

    /** Whether the room that was set aside is given up. */
    boolean reserveMissing() {
        return reserveKept && reserved == 0;
    }

    /** Gives the reserved room back to the disk; false if there is none. */
    synchronized boolean giveUpReserve() throws IOException {
        if (reserved == 0) {
            return false;
        }
        reserved = 0;
        files.delete(RESERVE);
        return true;
    }

    /** Bytes of the base and of the segments before the last one. */
    long bytesBefore(long lastSegment) throws IOException {
        LogBase present = base;
        long bytes = present == null ? 0 : present.bytes();
        for (long segment : numbers()) {
            if (segment < lastSegment) {
                try (LogFile file = files.open(name(segment))) {
                    bytes += file.size();
                }
            }
        }
        return bytes;
    }

    /** The numbers of the segments that count, without a gap. */
    List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String name : files.names()) {
            if (!SEGMENT.matcher(name).matches() || number(name) < first()) {
                continue;
            }
            long number = number(name);
            if (!numbers.isEmpty() && numbers.get(numbers.size() - 1) + 1 != number) {
                long missing = numbers.get(numbers.size() - 1) + 1;
                throw new CorruptStoreException(path(missing), 0, "a segment of the log", "no file");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Makes an empty segment; on the disk, its name too, when this returns. Leaves nothing behind if it fails. */
    Tail create(long segment, long firstSequence, long appended) throws IOException {
        LogFile file = files.create(name(segment));
        try {
            byte[] header = new SegmentHeader(SegmentHeader.LOG, storeId, segment, firstSequence).bytes();
            file.append(header, 0, header.length);
            file.force();
            files.force();
            return new Tail(file, segment, header.length, firstSequence - 1, appended);
        } catch (IOException failed) {
            stray = true;
            file.close();
            files.delete(name(segment));
            files.force();
            stray = false;
            throw failed;
        }
    }

    /**
     * Whether a segment that could not be made may still be there. It would say that the one before it was forced to its
     * end, so nothing may be appended to that.
     */
    boolean stray() {
        return stray;
    }

    /** Opens the last segment for appending, or makes the first. */
    Tail openLast(Optional<LogEnd> cleanEnd) throws IOException {
        Tail tail = openTail(cleanEnd);
        if (!readOnly) {
            forgetAborted(tail.sequence());
        }
        return tail;
    }

    /** A power cut may lose a failed record and keep its mark; its number is given again, to one that counts. */
    private void forgetAborted(long last) throws IOException {
        boolean removed = false;
        for (String name : files.names()) {
            if (isAborted(name) && number(name) > last) {
                files.delete(name);
                aborted.remove(number(name));
                removed = true;
            }
        }
        if (removed) {
            files.force();
        }
    }

    private Tail openTail(Optional<LogEnd> cleanEnd) throws IOException {
        look();
        if (!readOnly) {
            tidy();
        }
        List<Long> numbers = numbers();
        if (base != null && (numbers.isEmpty() || numbers.get(0) != first())) {
            throw new CorruptStoreException(path(first()), 0, "the segment behind the base", "no file");
        }
        if (cleanEnd.isPresent()) {
            return openClean(numbers, cleanEnd.get());
        }
        if (numbers.isEmpty()) {
            return create(1, 1, 0);
        }
        long last = numbers.get(numbers.size() - 1);
        LogFile file = files.open(name(last));
        try {
            if (file.size() > SegmentHeader.BYTES || SegmentHeader.whole(file)) {
                return openTorn(file, last, false);
            }
            return numbers.size() > 1 ? openBefore(file, last) : makeFirstAnew(file, last);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    private Tail openClean(List<Long> numbers, LogEnd end) throws IOException {
        Path path = path(end.segment());
        if (numbers.isEmpty() || numbers.get(numbers.size() - 1) != end.segment()) {
            String found = numbers.isEmpty() ? "no segment" : "segment " + numbers.get(numbers.size() - 1);
            throw new CorruptStoreException(path, 0, "the last segment of the log", found);
        }
        LogFile file = files.open(name(end.segment()));
        try {
            if (file.size() != end.bytes()) {
                throw new CorruptStoreException(
                        path, Math.min(file.size(), end.bytes()), end.bytes() + " bytes", file.size() + " bytes");
            }
            SegmentHeader.read(file, path, storeId, end.segment());
            return new Tail(file, end.segment(), end.bytes(), end.sequence(), 0);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /**
     * A header is forced before the first record is written, so a segment without one holds nothing; and all of the
     * segment before it was forced earlier still.
     */
    private Tail openBefore(LogFile torn, long segment) throws IOException {
        drop(torn, segment);
        LogFile file = files.open(name(segment - 1));
        try {
            return openTorn(file, segment - 1, true);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    private Tail makeFirstAnew(LogFile torn, long segment) throws IOException {
        if (segment != 1) {
            throw new CorruptStoreException(path(segment - 1), 0, "a segment of the log", "no file");
        }
        tornBytes += torn.size();
        torn.close();
        files.delete(name(segment));
        return create(1, 1, 0);
    }

    private void drop(LogFile torn, long segment) throws IOException {
        tornBytes += torn.size();
        torn.close();
        if (!readOnly) {
            files.delete(name(segment));
            files.force();
        }
    }

    private Tail openTorn(LogFile file, long segment, boolean forced) throws IOException {
        SegmentHeader header = SegmentHeader.read(file, path(segment), storeId, segment);
        long size = file.size();
        SegmentReader reader = new SegmentReader(file, path(segment), size);
        long sequence = header.firstSequence();
        try {
            while (reader.next(sequence) != null) {
                sequence++;
            }
        } catch (CorruptStoreException bad) {
            if (forced || reader.wasForced(sequence)) {
                throw bad;
            }
            tornBytes += reader.written() - reader.position();
        }
        if (!readOnly) {
            if (size > reader.position()) {
                file.truncate(reader.position());
            }
            forceAgain(file, segment, header.firstSequence(), reader);
        }
        return new Tail(file, segment, reader.position(), sequence - 1, 0);
    }

    /**
     * Brings to the disk what only the operating system may have, and would count as forced otherwise. It is written once
     * more before: if an fsync of it failed, another one would not say so.
     */
    private void forceAgain(LogFile file, long segment, long firstSequence, SegmentReader read) throws IOException {
        SegmentReader reader = new SegmentReader(file, path(segment), read.position());
        for (long sequence = firstSequence; sequence <= read.forced(); sequence++) {
            reader.next(sequence);
        }
        byte[] buffer = new byte[PIECE_BYTES];
        long at = reader.position();
        while (at < read.position()) {
            int length = file.read(at, buffer, 0, (int) Math.min(buffer.length, read.position() - at));
            if (length <= 0) {
                throw new CorruptStoreException(path(segment), at, read.position() + " bytes", at + " bytes");
            }
            file.rewrite(at, buffer, 0, length);
            at += length;
        }
        file.force();
    }

    /**
     * Gives the records behind {@code afterSequence} up to the tail to the consumer; how many there were.
     *
     * @param namesOnly whether to leave out records that change vectors alone
     */
    long replay(long afterSequence, Tail tail, boolean namesOnly, ReplayConsumer consumer) throws IOException {
        long count = 0;
        long after = afterSequence;
        long sequence = -1;
        LogBase present = base;
        if (present != null && after < present.sequence()) {
            count = present.replay(files, namesOnly, tail.sequence(), consumer);
            after = present.sequence();
            sequence = after + 1;
        }
        List<Long> numbers = numbers();
        int first = firstWith(numbers, after + 1);
        for (long segment : numbers.subList(first, numbers.size())) {
            if (segment > tail.segment()) {
                break;
            }
            try (LogFile file = files.open(name(segment))) {
                SegmentHeader header = SegmentHeader.read(file, path(segment), storeId, segment);
                if (sequence >= 0 && header.firstSequence() != sequence) {
                    throw new CorruptStoreException(
                            path(segment), 28, "first sequence " + sequence, String.valueOf(header.firstSequence()));
                }
                sequence = header.firstSequence();
                long end = segment == tail.segment() ? tail.bytes() : file.size();
                SegmentReader reader = new SegmentReader(file, path(segment), end);
                for (ByteReader record = reader.next(sequence); record != null; record = reader.next(sequence)) {
                    boolean counts = sequence > after && !aborted.contains(sequence);
                    if (counts && !(namesOnly && LogCodec.ofVectorsAlone(record))) {
                        consumer.accept(sequence, LogCodec.read(record));
                        count++;
                    }
                    sequence++;
                }
            }
        }
        if (sequence != tail.sequence() + 1) {
            throw new CorruptStoreException(
                    path(tail.segment()),
                    tail.bytes(),
                    "last sequence " + tail.sequence(),
                    String.valueOf(sequence - 1));
        }
        return count;
    }

    /** The index of the last segment that begins at or before a sequence. */
    private int firstWith(List<Long> numbers, long sequence) throws IOException {
        for (int i = numbers.size() - 1; i >= 0; i--) {
            long segment = numbers.get(i);
            try (LogFile file = files.open(name(segment))) {
                if (SegmentHeader.read(file, path(segment), storeId, segment).firstSequence() <= sequence) {
                    return i;
                }
            }
        }
        Path place = numbers.isEmpty() ? files.directory() : path(numbers.get(0) - 1);
        throw new CorruptStoreException(place, 0, "the record of sequence " + sequence, "no segment that holds it");
    }

    /** The exception for a failed read of the log. */
    VexfsException readFailure(IOException failure) {
        return Disk.readFailure(files.directory(), failure);
    }

    /** The exception for a use after the end. */
    VexfsException closed() {
        return new VexfsException(FuseVexfsError.CLOSED, "the log in " + files.directory() + " is closed");
    }
}
