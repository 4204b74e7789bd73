package io.vexfs.core;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a repair did.
 *
 * @param before what was wrong
 * @param lastSequence the last record of the log that was kept
 * @param recordsGivenUp sound records behind the damage that were given up with it
 * @param bytesGivenUp bytes of the log that were given up
 * @param keptAside where those bytes are kept, so that nothing is destroyed
 * @param rebuilt whether map, graph and catalog were made again from the log
 */
public record RepairReport(
        VerifyReport before,
        long lastSequence,
        long recordsGivenUp,
        long bytesGivenUp,
        Optional<Path> keptAside,
        boolean rebuilt) {
    /** Checks that nothing is missing. */
    public RepairReport {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(keptAside, "keptAside");
    }
}
