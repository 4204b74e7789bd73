package io.vexfs.testkit.bench.peers;

import java.util.Objects;

/**
 * What was measured of one engine, or why it was not.
 *
 * @param name in the table: {@code lucene/25}
 * @param version name and version as the engine gives them
 * @param buildSeconds time to build
 * @param bytesPerVector memory held, vectors included
 * @param curve queries a second against recall
 * @param trouble why there is nothing; empty if there is
 */
public record PeerResult(
        String name, String version, double buildSeconds, long bytesPerVector, RecallCurve curve, String trouble) {
    /** Checks that nothing is missing. */
    public PeerResult {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(curve, "curve");
        Objects.requireNonNull(trouble, "trouble");
    }

    /** Whether there is anything to compare. */
    public boolean measured() {
        return trouble.isEmpty();
    }
}
