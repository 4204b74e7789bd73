package io.vexfs.core.internal.graph;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;

/**
 * The parameters that a graph is built with (Malkov and Yashunin, 2018, section 4).
 *
 * @param m links of a new node, and most of a node on each upper level; the lowest level holds twice as many
 * @param efConstruction candidates kept while the neighbours of a new node are sought
 * @param seed of the random levels: built by one thread, the same inserts give the same graph
 */
public record GraphShape(int m, int efConstruction, long seed) {
    /** The smallest m: a node needs room for a parent and two children. */
    public static final int M_MIN = 2;
    /** The largest m, since a row's header has ten bits for the count. */
    public static final int M_MAX = 128;
    /** The largest efConstruction. */
    public static final int EF_CONSTRUCTION_MAX = 4_096;
    /** M = 16, efConstruction = 200. */
    public static final GraphShape DEFAULT = new GraphShape(16, 200, 42);

    /** Checks the ranges. */
    public GraphShape {
        requireRange("m", m, M_MIN, M_MAX);
        requireRange("efConstruction", efConstruction, m, EF_CONSTRUCTION_MAX);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected " + min + " to " + max + ", was " + value);
        }
    }
}
