package io.vexfs.testkit.bench;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import java.time.Duration;
import java.util.List;

/**
 * How a graph is asked.
 *
 * @param efs candidates kept by a search, one measurement each, ascending
 * @param threads that ask at once
 * @param rounds alternations over all efs; medians are taken over them
 * @param warmUp how long to ask before anything is measured; each ef at least once over all queries
 */
public record QuerySettings(List<Integer> efs, int threads, int rounds, Duration warmUp) {
    private static final int THREADS_MAX = 1_024;
    private static final int ROUNDS_MAX = 1_000;
    private static final int WARM_UP_SECONDS_MAX = 3_600;

    /** Checks the ranges; sorts the efs. */
    public QuerySettings {
        efs = efs.stream().sorted().distinct().toList();
        if (efs.isEmpty()) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "--ef: expected one number or more, was none");
        }
        for (int ef : efs) {
            Ranges.require("ef", ef, AnnData.K, Limits.EF_MAX);
        }
        Ranges.require("threads", threads, 1, THREADS_MAX);
        Ranges.require("rounds", rounds, 1, ROUNDS_MAX);
        Ranges.require("warm-up", Math.toIntExact(warmUp.toSeconds()), 0, WARM_UP_SECONDS_MAX);
    }
}
