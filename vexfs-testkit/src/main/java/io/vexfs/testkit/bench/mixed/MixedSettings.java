package io.vexfs.testkit.bench.mixed;

import io.vexfs.testkit.bench.Ranges;

/**
 * What the clients do.
 *
 * @param vectors stored before anything is measured
 * @param dimensions of each
 * @param clients at once
 * @param seconds of it
 * @param searchPercent of the calls; of the others three in four store and one deletes
 * @param seed of everything random
 */
public record MixedSettings(int vectors, int dimensions, int clients, int seconds, int searchPercent, long seed) {
    /** Checks the ranges. */
    public MixedSettings {
        Ranges.require("vectors", vectors, 100, 10_000_000);
        Ranges.require("dimensions", dimensions, 1, 4_096);
        Ranges.require("clients", clients, 1, 256);
        Ranges.require("seconds", seconds, 1, 7 * 24 * 3_600);
        Ranges.require("search-percent", searchPercent, 0, 100);
    }
}
