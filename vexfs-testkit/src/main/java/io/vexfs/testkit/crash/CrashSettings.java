package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long and where a harness runs.
 *
 * @param work a directory that is there; what is put there is removed again, unless there was a loss
 * @param seed of everything random
 * @param rounds crashes at most, 1 or more
 * @param time after which no further round begins
 */
public record CrashSettings(Path work, long seed, int rounds, Duration time) {
    /** Checks the range. */
    public CrashSettings {
        if (rounds < 1) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "rounds: expected 1 or more, was " + rounds);
        }
    }

    /** The same with at most so many rounds, for a canary. */
    CrashSettings atMost(int roundsMax) {
        return new CrashSettings(work, seed, Math.min(rounds, roundsMax), time);
    }
}
