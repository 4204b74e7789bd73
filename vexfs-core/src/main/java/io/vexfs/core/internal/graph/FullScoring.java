package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.RowCopies;
import io.vexfs.core.internal.vectors.VectorBlocks;

/** Exact scores, from full vectors. */
final class FullScoring implements Scoring {
    private final VectorBlocks vectors;
    private final MetricKernel metric;
    private final RowCopies copies;
    private float[] query = {};
    private int offset;

    FullScoring(VectorBlocks vectors, MetricKernel metric, RowCopies copies) {
        this.copies = copies;
        this.vectors = vectors;
        this.metric = metric;
    }

    /** Binds the scoring to a prepared vector. */
    FullScoring of(float[] newQuery, int newOffset) {
        query = newQuery;
        offset = newOffset;
        return this;
    }

    /** The rows are taken anew, as links may name new blocks. */
    @Override
    public void scores(int[] ordinals, int count, float[] scores) {
        vectors.scores(metric, query, offset, ordinals, count, scores, copies);
    }
}
