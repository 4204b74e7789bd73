package io.vexfs.core.internal.graph;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;

/**
 * How many neighbours a search wants, and between which distances.
 *
 * @param k the most neighbours to return, by nearness
 * @param spare how many of them may be replaced under the search without its being overtaken: those beyond what is wanted
 * @param width the candidates that the walk keeps at first; it keeps more where those do not hold what is wanted
 * @param nearest the smallest distance to return, negative infinity for any
 * @param farthest the largest distance to return, infinity for any
 */
public record Reach(int k, int spare, int width, float nearest, float farthest) {
    /** Checks the ranges. */
    public Reach {
        requireRange("k", k, Integer.MAX_VALUE >> 2);
        requireRange("ef", width, Limits.EF_MAX);
    }

    /** The k nearest, whatever their distance. */
    public static Reach nearest(int k, int ef) {
        return new Reach(k, 0, Math.max(k, ef), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    private static void requireRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected 1 to " + max + ", was " + value);
        }
    }
}
