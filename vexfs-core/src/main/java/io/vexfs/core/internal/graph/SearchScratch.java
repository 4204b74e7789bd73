package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.RowCopies;
import io.vexfs.core.internal.vectors.VectorBlocks;

/** What one search, insert or delete needs besides the index; pooled, so that none allocates it. */
final class SearchScratch {
    /** Ordinals that are scored at once by a scan. */
    static final int BATCH = 256;

    /** Rows full of candidates that a repair looks at. */
    static final int BYPASS_ROWS = 3;

    final VisitedSet visited = new VisitedSet();
    final VisitedSet scanned = new VisitedSet();
    final NeighborQueue queue = new NeighborQueue();
    final TopKeys top = new TopKeys();
    final RowCopies copies;
    final FullScoring full;
    final CodeScoring coded;
    final SketchSieve sieve;
    final float[] query;
    /** The vector of the node that is placed. */
    final float[] own;
    /** The vector of the node that others are measured to, where it is mapped. */
    final float[] pivot;

    /** Where a search of the placed node's vector ends. */
    final int[] landing = new int[HnswInserter.NARROW];

    final int[] window = new int[BATCH];
    final int[] links;
    final int[] others;
    final int[] chosen;
    final int[] batch = new int[Math.max(BATCH, HnswSearcher.AT_ONCE * 2 * GraphShape.M_MAX + 1)];
    final float[] scores = new float[batch.length + Kernels.SCORES_SLACK];
    final CodeErrors errors;
    /** Scores by codes of what is measured anew. */
    final float[] estimates = new float[CodeErrors.GROUP];

    final int[] diverseBatch = new int[NeighborSelector.GROUP];
    final float[] diverseScores = new float[NeighborSelector.GROUP + Kernels.SCORES_SLACK];
    final long[] keys;
    /** Only so that the compiler cannot leave touching out: this is pooled, so that it cannot know who reads it. */
    int touched;
    /** Distances computed since the search began. */
    int scored;

    SearchScratch(GraphShape shape, VectorBlocks vectors, MetricKernel metric, NodeCodes codes) {
        query = new float[vectors.stride()];
        own = new float[query.length];
        pivot = new float[query.length];
        copies = new RowCopies(query.length);
        full = new FullScoring(vectors, metric, copies);
        errors = new CodeErrors(metric);
        coded = new CodeScoring(codes, scores.length, vectors.dimensions());
        sieve = new SketchSieve(codes.sketches, metric, batch.length);
        int linksMax = 2 * shape.m() + 1;
        links = new int[linksMax];
        others = new int[linksMax];
        chosen = new int[linksMax];
        keys = new long[Math.max(shape.efConstruction(), BYPASS_ROWS * linksMax)];
    }

    /** Lets go of what was learnt from the vectors, which may not be in use any more. */
    void release() {
        coded.release();
        sieve.release();
    }
}
