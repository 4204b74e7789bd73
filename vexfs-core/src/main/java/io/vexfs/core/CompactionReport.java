package io.vexfs.core;

import java.time.Duration;
import java.util.Objects;

/**
 * What compacting a store's log did.
 *
 * @param logBytesBefore bytes of the log before
 * @param logBytesAfter bytes of the log afterwards, with what was written meanwhile
 * @param vectors vectors that were written anew
 * @param took how long it took
 */
public record CompactionReport(long logBytesBefore, long logBytesAfter, long vectors, Duration took) {
    /** Checks that nothing is missing. */
    public CompactionReport {
        Objects.requireNonNull(took, "took");
    }
}
