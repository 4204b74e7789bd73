package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.disk.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one segment in order, through a window of the file. */
final class SegmentReader {
    private static final int WINDOW_BYTES = 1 << 20;
    /** Records that may be missing between two sound frames, besides those that the bytes between them could hold. */
    private static final long SKIPPED_MAX = 1L << 32;

    private final LogFile file;
    private final Path path;
    private final long end;
    private long position = SegmentHeader.BYTES;
    private byte[] window = new byte[0];
    private long windowStart;
    private int windowLength;
    private long forced;

    SegmentReader(LogFile file, Path path, long end) {
        this.file = file;
        this.path = path;
        this.end = end;
    }

    /** One that goes on where this one is, with what the file has by now, up to this end. */
    SegmentReader again(long newEnd) {
        SegmentReader again = new SegmentReader(file, path, Math.max(newEnd, position));
        again.position = position;
        return again;
    }

    /** Where the next frame begins. */
    long position() {
        return position;
    }

    /**
     * The next record, which must have this sequence; null at the end, which is where nothing but zeros follows: room that
     * was prepared. After an exception the position still is at the bad frame.
     */
    @Nullable
    ByteReader next(long sequence) throws IOException {
        if (position == end || blank() && written() <= position) {
            return null;
        }
        if (end - position < LogFrame.OVERHEAD_BYTES + 1) {
            throw corrupt(
                    0, "a frame of at least " + (LogFrame.OVERHEAD_BYTES + 1) + " bytes", end - position + " bytes");
        }
        int length = view(position, LogFrame.HEADER_BYTES).getInt();
        long lengthMax = Math.min(LogFrame.RECORD_BYTES_MAX, end - position - LogFrame.OVERHEAD_BYTES);
        if (length < 1 || length > lengthMax) {
            throw corrupt(0, "a record of 1 to " + lengthMax + " bytes", String.valueOf(length));
        }
        ByteBuffer frame = view(position, length + LogFrame.OVERHEAD_BYTES);
        int sumAt = LogFrame.HEADER_BYTES + length;
        int expected = LogFrame.checksum(frame.array(), frame.arrayOffset(), sumAt);
        if (frame.getInt(sumAt) != expected) {
            throw corrupt(sumAt, "checksum " + Integer.toHexString(expected), Integer.toHexString(frame.getInt(sumAt)));
        }
        if (frame.getLong(4) != sequence) {
            throw corrupt(4, "sequence " + sequence, String.valueOf(frame.getLong(4)));
        }
        forced = frame.getLong(12);
        ByteBuffer record = frame.slice(LogFrame.HEADER_BYTES, length);
        long recordAt = position + LogFrame.HEADER_BYTES;
        position += length + LogFrame.OVERHEAD_BYTES;
        return new ByteReader(path, recordAt, record);
    }

    /**
     * Whether a sound frame lies behind the bad one at the position which says that the bad one, of this sequence, had
     * been on the disk: then it was damaged, and not lost on the way there.
     */
    boolean wasForced(long sequence) throws IOException {
        long sequenceMax = sequence + (end - position) / LogFrame.OVERHEAD_BYTES;
        for (long at = position + 1; at <= end - LogFrame.OVERHEAD_BYTES - 1; at++) {
            ByteBuffer head = view(at, LogFrame.HEADER_BYTES);
            long found = head.getLong(4);
            if (found > sequence && found <= sequenceMax && head.getLong(12) >= sequence && sound(at, head.getInt(0))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Goes on behind a bad frame, to the next sound one of this sequence or a later one; gives its sequence, or −1 at the
     * end of the segment.
     */
    long skip(long sequence) throws IOException {
        for (long at = position; at <= end - LogFrame.OVERHEAD_BYTES - 1; at++) {
            ByteBuffer head = view(at, LogFrame.HEADER_BYTES);
            long found = head.getLong(4);
            long sequenceMax = sequence + (end - at) / LogFrame.OVERHEAD_BYTES + SKIPPED_MAX;
            if (found >= sequence && found <= sequenceMax && sound(at, head.getInt(0))) {
                position = at;
                return found;
            }
        }
        position = end;
        return -1;
    }

    /** The last sequence that a sound frame which was read says had been on the disk. */
    long forced() {
        return forced;
    }

    /** Where the zeros at the end of the file begin. */
    long written() throws IOException {
        for (long at = end; at > SegmentHeader.BYTES; ) {
            int length = (int) Math.min(WINDOW_BYTES, at - SegmentHeader.BYTES);
            ByteBuffer bytes = view(at - length, length);
            for (int i = length - 1; i >= 0; i--) {
                if (bytes.get(i) != 0) {
                    return at - length + i + 1;
                }
            }
            at -= length;
        }
        return SegmentHeader.BYTES;
    }

    /** Whether no frame begins here: none has a length and a sequence of nothing. */
    private boolean blank() throws IOException {
        if (end - position < LogFrame.HEADER_BYTES) {
            return view(position, 1).get(0) == 0;
        }
        ByteBuffer head = view(position, LogFrame.HEADER_BYTES);
        return head.getInt(0) == 0 && head.getLong(4) == 0;
    }

    private boolean sound(long at, int length) throws IOException {
        if (length < 1 || length > end - at - LogFrame.OVERHEAD_BYTES) {
            return false;
        }
        ByteBuffer frame = view(at, length + LogFrame.OVERHEAD_BYTES);
        int sumAt = LogFrame.HEADER_BYTES + length;
        return frame.getInt(sumAt) == LogFrame.checksum(frame.array(), frame.arrayOffset(), sumAt);
    }

    private ByteBuffer view(long at, int length) throws IOException {
        if (at < windowStart || at + length > windowStart + windowLength) {
            int wanted = (int) Math.min(Math.max(length, WINDOW_BYTES), end - at);
            if (window.length < wanted) {
                window = new byte[wanted];
            }
            windowStart = at;
            windowLength = file.read(at, window, 0, wanted);
            if (windowLength < length) {
                throw new CorruptStoreException(path, at, length + " bytes", windowLength + " bytes");
            }
        }
        return ByteBuffer.wrap(window, (int) (at - windowStart), length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private CorruptStoreException corrupt(long offset, String expected, String found) {
        return new CorruptStoreException(path, position + offset, expected, found);
    }
}
