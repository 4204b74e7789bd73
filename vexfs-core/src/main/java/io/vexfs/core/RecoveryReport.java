package io.vexfs.core;

import java.time.Duration;
import java.util.Objects;

/**
 * What opening a store had to do.
 *
 * @param cleanEnd whether the store had been closed properly, so that nothing had to be recovered
 * @param logRecordsRead log records that were applied
 * @param vectorsLinked vectors that are behind the graph snapshots and are linked anew
 * @param tornBytesDropped bytes of an unfinished record at the log's end that were given up; it was never acknowledged
 * @param took how long it took
 */
public record RecoveryReport(
        boolean cleanEnd, long logRecordsRead, long vectorsLinked, long tornBytesDropped, Duration took) {
    /** Checks that nothing is missing. */
    public RecoveryReport {
        Objects.requireNonNull(took, "took");
    }
}
