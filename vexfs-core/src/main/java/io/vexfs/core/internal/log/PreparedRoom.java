package io.vexfs.core.internal.log;

import io.vexfs.core.internal.log.LogSegments.Tail;
import java.io.IOException;

/**
 * The room that is prepared behind the records of the last segment: an append into it needs no more room of the disk, and
 * its fsync no new length of the file. As much is prepared at a time as the segment has, within limits. Guarded by the log's
 * {@code appendLock}.
 */
final class PreparedRoom {
    private static final long STEP_BYTES_MIN = 64 << 10;
    private static final long STEP_BYTES_MAX = 1 << 20;
    /** Records that must fit into a step: what is larger gains nothing. */
    private static final int FRAMES = 4;

    private final long segmentBytes;
    /** Up to where the segment has room. */
    private long end;
    /** Up to where nothing is prepared, because there was no room. */
    private long withoutEnd;

    PreparedRoom(long segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    /** Prepares room for a record that does not find any; nothing on a disk that is full, where what is left goes to records. */
    void prepare(Tail tail, int frameBytes) {
        if (tail.bytes() + frameBytes <= end) {
            return;
        }
        end = tail.bytes();
        long step = Math.min(STEP_BYTES_MAX, Math.max(STEP_BYTES_MIN, tail.bytes()));
        long bytes = Math.min(step, segmentBytes - tail.bytes());
        if (tail.bytes() < withoutEnd || bytes < (long) FRAMES * frameBytes) {
            return;
        }
        try {
            tail.file().prepare((int) bytes);
            end = tail.bytes() + bytes;
        } catch (IOException full) {
            withoutEnd = tail.bytes() + STEP_BYTES_MAX;
            try {
                tail.file().truncate(tail.bytes());
            } catch (IOException stuck) {
                // Zeros behind the records are no part of the log; the close cuts them off.
                full.addSuppressed(stuck);
                end = tail.bytes() + bytes;
            }
        }
    }

    /** Whether there is any behind the last record. */
    boolean behind(Tail tail) {
        return end > tail.bytes();
    }

    /** Takes note that the file was cut behind its records, or another one begins. */
    void cut() {
        end = 0;
        withoutEnd = 0;
    }
}
