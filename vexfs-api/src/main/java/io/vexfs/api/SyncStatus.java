package io.vexfs.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far store, disk and index are together.
 *
 * @param pending vectors stored but not yet linked in a graph
 * @param unsyncedBytes bytes of the log that are not yet forced to the disk
 * @param lastSync when everything was last forced to the disk; empty if not since the store was opened
 * @param failures syncs and links that failed since the store was opened
 * @param lastFailure the last failure's message
 */
public record SyncStatus(
        long pending, long unsyncedBytes, Optional<Instant> lastSync, long failures, Optional<String> lastFailure) {
    /** Checks that nothing is missing or negative. */
    public SyncStatus {
        Objects.requireNonNull(lastSync, "lastSync");
        Objects.requireNonNull(lastFailure, "lastFailure");
        if (pending < 0 || unsyncedBytes < 0 || failures < 0) {
            throw new IllegalArgumentException("negative count in " + pending + ", " + unsyncedBytes + ", " + failures);
        }
    }

    /** Whether log, map and graph agree and are on the disk. */
    public boolean synced() {
        return pending == 0 && unsyncedBytes == 0;
    }
}
