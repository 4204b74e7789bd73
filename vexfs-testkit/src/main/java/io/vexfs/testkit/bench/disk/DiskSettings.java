package io.vexfs.testkit.bench.disk;

import io.vexfs.testkit.bench.Ranges;
import java.util.List;

/**
 * How much is done.
 *
 * @param sizeMib bytes of the files that are read and written in a pass, in MiB, all workers together
 * @param files that are made, looked at, renamed, listed and removed in a pass
 * @param vectors files of vectors written in a pass
 * @param dimensions of each
 * @param rounds turns of every contender on every row; one more comes before, and does not count
 * @param workers numbers of workers, each measured
 * @param defaults whether each side's default options are compared too
 * @param attributes whether the pass-through has extended attributes, as the mount has
 */
public record DiskSettings(
        int sizeMib,
        int files,
        int vectors,
        int dimensions,
        int rounds,
        List<Integer> workers,
        boolean defaults,
        boolean attributes) {
    /** What takes some minutes. */
    public static final DiskSettings LONG = new DiskSettings(64, 10_000, 10_000, 384, 7, List.of(1, 4), true, false);
    /** What takes less than a minute and a half. */
    public static final DiskSettings SHORT = new DiskSettings(16, 1_000, 300, 384, 2, List.of(1, 4), false, false);

    /** Checks the ranges. */
    public DiskSettings {
        Ranges.require("size-mib", sizeMib, 4, 65_536);
        Ranges.require("files", files, 100, 1_000_000);
        Ranges.require("vectors", vectors, 0, 1_000_000);
        Ranges.require("dimensions", dimensions, 1, 65_536);
        Ranges.require("rounds", rounds, 1, 1_000);
        workers = List.copyOf(workers);
        workers.forEach(number -> Ranges.require("workers", number, 1, 64));
    }
}
