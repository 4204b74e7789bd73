package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.VectorBlocks;

/**
 * The choice of a node's neighbours: algorithm 4 of Malkov and Yashunin, as hnswlib does it.
 *
 * <p>From near to far, a candidate is taken if it is nearer to the node than to every one taken before it.
 */
final class NeighborSelector {
    /** Neighbours that a candidate is compared with at once. */
    static final int GROUP = 4;

    private final VectorBlocks vectors;
    private final MetricKernel metric;

    NeighborSelector(VectorBlocks vectors, MetricKernel metric) {
        this.vectors = vectors;
        this.metric = metric;
    }

    /** Scores ordinals, {@code count} of {@code s.batch}, against a node, into {@code s.scores}. */
    void score(int node, int count, SearchScratch s) {
        vectors.scores(metric, node, s.pivot, s.batch, count, s.scores, s.copies);
        s.scored += count;
    }

    /**
     * Chooses up to {@code max} of the candidates, whose keys are in {@code s.keys}, nearest first. A flagged candidate is
     * taken at any rate.
     */
    int select(int count, int max, int[] chosen, SearchScratch s) {
        int flagged = 0;
        for (int i = 0; i < count; i++) {
            flagged += (int) (s.keys[i] & Keys.FLAG);
        }
        assert flagged <= max : flagged;
        int taken = 0;
        for (int i = 0; i < count; i++) {
            long key = s.keys[i];
            int ordinal = Keys.ordinal(key);
            if ((key & Keys.FLAG) != 0) {
                flagged--;
                chosen[taken++] = ordinal;
            } else if (taken + flagged < max && diverse(ordinal, Keys.score(key), chosen, taken, s)) {
                chosen[taken++] = ordinal;
            }
        }
        return taken;
    }

    /** Whether a candidate is not nearer to one of those taken than its score, which is that to the node. */
    boolean diverse(int candidate, float score, int[] taken, int count, SearchScratch s) {
        for (int from = 0; from < count; from += GROUP) {
            int group = Math.min(GROUP, count - from);
            System.arraycopy(taken, from, s.diverseBatch, 0, group);
            vectors.scores(metric, candidate, s.pivot, s.diverseBatch, group, s.diverseScores, s.copies);
            for (int i = 0; i < group; i++) {
                if (s.diverseScores[i] < score) {
                    return false;
                }
            }
        }
        return true;
    }
}
