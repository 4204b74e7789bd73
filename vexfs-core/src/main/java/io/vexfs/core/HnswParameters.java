package io.vexfs.core;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;

/**
 * The shape of the graph (Malkov and Yashunin, 2018) of collections made from now on.
 *
 * @param m links of a node on each upper level, twice as many on the lowest; 2 to 128
 * @param efConstruction candidates kept while a node's neighbours are sought; m to 4,096
 * @param seed of the random levels, so that a single-threaded build can be repeated
 */
public record HnswParameters(int m, int efConstruction, long seed) {
    /** M = 16, efConstruction = 200. */
    public static final HnswParameters DEFAULT = new HnswParameters(16, 200, 42);

    /** Checks the ranges. */
    public HnswParameters {
        requireRange("m", m, 2, 128);
        requireRange("efConstruction", efConstruction, m, 4_096);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected " + min + " to " + max + ", was " + value);
        }
    }
}
