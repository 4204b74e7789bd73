package io.vexfs.testkit.bench.peers;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Which engines are compared, and where.
 *
 * @param engines by name; none for all
 * @param jdks feature versions, one run of each Java engine for each; none for the newest
 * @param heap of each JVM, as {@code -Xmx} takes it
 * @param home the source tree, which holds the drivers of other engines
 * @param work where stores and results lie meanwhile
 */
public record PeerSettings(List<String> engines, List<Integer> jdks, String heap, Path home, Path work) {
    /** Fills in what was left open; checks the rest. */
    public PeerSettings {
        PeerLaunches.requireKnown(engines);
        engines = engines.isEmpty() ? PeerLaunches.names() : List.copyOf(engines);
        jdks = jdks.isEmpty() ? List.of(Jdks.found().newest().getKey()) : List.copyOf(jdks);
        jdks.forEach(Jdks.found()::home);
        if (!heap.matches("[1-9][0-9]*[kKmMgG]")) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "--heap: expected a size such as 4g, was '" + heap + "'");
        }
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(work, "work");
    }
}
