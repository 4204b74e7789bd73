package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.SketchBlocks;
import org.jspecify.annotations.Nullable;

/**
 * What turns nodes away from a walk by their sketches, before their vectors are read.
 *
 * <p>Sketches that were learnt anew meanwhile are taken as soon as they are seen, since a node linked afterwards is in those alone. Distances by
 * old ones and by new ones are never compared. Where they were given up, nothing is turned away.
 */
final class SketchSieve {
    final SketchBlocks.Work work;
    private final NodeSketches sketches;
    private final MetricKernel metric;
    private NodeSketches.@Nullable Learnt bound;
    private float[] query = {};
    private int offset;
    private int width;

    SketchSieve(NodeSketches sketches, MetricKernel metric, int ordinalsMax) {
        this.sketches = sketches;
        this.metric = metric;
        this.work = new SketchBlocks.Work(ordinalsMax);
    }

    /**
     * Binds the sieve to a prepared vector that a walk by full vectors looks for, if there are sketches.
     *
     * @param newWidth how many nodes it is to find, and miss few of; it may keep more
     */
    void of(float[] newQuery, int newOffset, int newWidth) {
        width = newWidth;
        query = newQuery;
        offset = newOffset;
        bind(sketches.current());
    }

    /** Turns nothing away any more. */
    void release() {
        bound = null;
    }

    /** Whether there are sketches to walk by. */
    boolean on() {
        return bound != null;
    }

    /** Takes out of the first {@code count} ordinals those that are farther than the worst score of a full queue; returns how many are left. */
    int sift(int[] ordinals, int count, float worst) {
        NodeSketches.Learnt now = sketches.current();
        if (now != bound) {
            bind(now);
        }
        if (now == null) {
            return count;
        }
        float squared = metric.squaredDistance(worst);
        return now.blocks().nearEnough(ordinals, count, squared, now.part(width, squared), work);
    }

    private void bind(NodeSketches.@Nullable Learnt now) {
        bound = now;
        if (now != null) {
            now.blocks().sketch(query, offset, work);
        }
    }
}
