package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.List;

/** A known fault that a harness must find, or the harness itself has failed. */
final class Canary {
    private Canary() {}

    /** Checks that the harness found something. */
    static void requireFound(String harness, String fault, List<String> losses) {
        if (losses.isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR,
                    harness + ": the harness finds nothing: expected a loss from its canary (" + fault + "), was none");
        }
    }
}
