package io.vexfs.core.internal.log;

import io.vexfs.api.Durability;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * How a log is kept.
 *
 * @param storeId the store that its segments belong to
 * @param durability when a record counts as safe
 * @param syncInterval how often {@link Durability#BATCHED} records are forced
 * @param clock what tells the time
 * @param segmentBytes size at which a new segment begins
 * @param readOnly whether the files stay as they are, an unfinished end included
 */
public record LogSettings(
        long storeId,
        Durability durability,
        Duration syncInterval,
        InstantSource clock,
        long segmentBytes,
        boolean readOnly) {
    /** Checks that nothing is missing. */
    public LogSettings {
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(syncInterval, "syncInterval");
        Objects.requireNonNull(clock, "clock");
        if (segmentBytes < SegmentHeader.BYTES) {
            throw new IllegalArgumentException(
                    "segmentBytes: expected at least " + SegmentHeader.BYTES + ", was " + segmentBytes);
        }
    }
}
