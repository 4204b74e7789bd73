package io.vexfs.core;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;

/**
 * How the log of a store is kept short while it serves. Immutable.
 *
 * <p>The log is compacted before it takes twice the bytes of the live vectors and one segment more.
 *
 * @param segmentBytes size at which a new segment of the log begins, 4 KiB to 1 GiB
 * @param checkpointAfter vectors that are put and deleted before graphs are written again, 1 or more; a crash costs the
 *     linking of what came after the last time
 */
public record LogPolicy(long segmentBytes, long checkpointAfter) {
    /** Segments of 64 MiB, and a checkpoint after 50,000 vectors. */
    public static final LogPolicy DEFAULT = new LogPolicy(64L << 20, 50_000);

    private static final long SEGMENT_BYTES_MIN = 4L << 10;
    private static final long SEGMENT_BYTES_MAX = 1L << 30;

    /** Checks the ranges. */
    public LogPolicy {
        requireRange("segmentBytes", segmentBytes, SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
        requireRange("checkpointAfter", checkpointAfter, 1, Long.MAX_VALUE);
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected " + min + " to " + max + ", was " + value);
        }
    }
}
