package io.vexfs.core.internal.graph;

/** What a walk or a scan measures ordinals by, bound to the vector that it looks for. */
interface Scoring {
    /** Scores the first {@code count} ordinals; {@code scores} has slack as the kernels want it. */
    void scores(int[] ordinals, int count, float[] scores);
}
