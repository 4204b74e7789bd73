package io.vexfs.core.internal.graph;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.SketchBlocks;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sketches of a graph's nodes, where they pay: for long vectors on the heap that have no codes.
 *
 * <p>They are learnt from the first {@link #LEARN_FIRST} nodes and tried on walks over these; how near is near enough is learnt again whenever
 * as many nodes were inserted as there were, whether there are twice as many now or others. The axes are learnt with it when there are
 * {@link #GROWTH} times as many nodes, or half as many are gone since as there are. Where sketches turn too little away they are
 * given up until there may be {@link #GROWTH} times as many nodes. What learns keeps writers out; searches go on.
 */
final class NodeSketches {
    /** With shorter vectors, which cost less to read, what is gained at one recall is lost at another. */
    static final int DIMENSIONS_MIN = 512;
    /** Nodes from which sketches are learnt first; fewer lie in near caches themselves. */
    static final int LEARN_FIRST = 4_096;
    /** By how much the graph has to grow until axes are learnt again. */
    static final int GROWTH = 4;
    /** With more nodes axes stay as long as the nodes do: what they were learnt from is enough, and to sketch all anew takes long. */
    static final int AXES_LAST = 1 << 17;

    private static final int SAMPLE = 2_048;

    private final HnswGraph graph;
    private final VectorBlocks vectors;
    private final MetricKernel metric;
    private final LongSupplier inserts;
    private volatile @Nullable Learnt current;
    /** After fewer inserts nothing is learnt. */
    private volatile long nextInserts;

    /** @param inserts how many nodes were ever inserted; each has its sketch written */
    NodeSketches(HnswGraph graph, VectorBlocks vectors, MetricKernel metric, LongSupplier inserts) {
        this.graph = graph;
        this.vectors = vectors;
        this.metric = metric;
        this.inserts = inserts;
    }

    /** The sketches to use by now, or null for none. */
    @Nullable
    Learnt current() {
        return current;
    }

    /** Whether vectors of that kind can have sketches: their distances come from squared differences, and are long to compute. */
    static boolean serve(int dimensions, DistanceMetric metric, Quantization quantization) {
        return dimensions >= DIMENSIONS_MIN
                && (metric == DistanceMetric.L2 || metric == DistanceMetric.COSINE)
                && quantization == Quantization.NONE;
    }

    /** Whether it is time to learn. */
    boolean due(Quantization quantization) {
        int size = graph.nodes.size();
        return size >= LEARN_FIRST
                && (inserts.getAsLong() >= nextInserts || stale(size))
                && serve(vectors.dimensions(), vectors.metric(), quantization)
                && vectors.mapped() == null;
    }

    /** Whether as many nodes are gone since the axes were learnt as there are, of which there were more then, perhaps. */
    private boolean stale(int size) {
        Learnt now = current;
        return now != null && now.gone(size, inserts.getAsLong()) >= size;
    }

    /** After how many inserts it is time to learn; 0 where that was never tried. */
    long nextInserts() {
        return nextInserts;
    }

    /** Takes over what was learnt once. */
    void restore(Learnt learnt) {
        current = learnt;
        nextInserts = learnt.nextInserts;
    }

    /** Takes over what a snapshot holds, if vectors that are where these are have sketches; for an index that nobody uses yet. */
    void read(SnapshotInput in, SnapshotLayout layout) throws IOException {
        if (layout.sketchesGivenUp()) {
            nextInserts = SnapshotSketches.readGivenUp(in, layout);
        } else if (layout.sketches()) {
            restore(SnapshotSketches.read(in, layout, metric, graph.capacity()));
        }
        if (vectors.mapped() != null) {
            drop();
        }
    }

    /** Drops what there is; it may be learnt anew at any time. */
    void drop() {
        current = null;
        nextInserts = 0;
    }

    /** Learns; the caller keeps writers out. Where there is no memory for it, there are none until the graph may have doubled. */
    void learn(Supplier<SearchScratch> scratch) {
        int size = graph.nodes.size();
        long now = inserts.getAsLong();
        nextInserts = now + size;
        try {
            current = learnt(size, now, scratch.get());
        } catch (OutOfMemoryError full) {
            current = null;
            return;
        }
        if (current == null) {
            nextInserts = now + (GROWTH - 1L) * size;
        }
    }

    private @Nullable Learnt learnt(int size, long inserted, SearchScratch s) {
        Learnt kept = kept(size, inserted);
        SketchBlocks blocks = kept == null ? axes() : kept.blocks;
        SketchTrial trial = new SketchTrial(graph, vectors, metric, blocks);
        if (blocks.differ()) {
            trial.run(s);
        }
        if (!trial.pays()) {
            return null;
        }
        if (kept == null) {
            blocks.ensure(graph.capacity());
            SketchBlocks.Work work = new SketchBlocks.Work(1);
            float[] row = new float[vectors.stride()];
            for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
                vectors.read(node, row);
                blocks.write(node, row, work);
            }
        }
        return new Learnt(
                blocks,
                trial.narrow(),
                trial.wide(),
                trial.usual(),
                kept == null ? size : kept.axesSize,
                kept == null ? inserted : kept.axesInserts,
                nextInserts);
    }

    /** What there is, if its axes are to stay. */
    private @Nullable Learnt kept(int size, long inserted) {
        Learnt now = current;
        if (now == null) {
            return null;
        }
        boolean grown = size >= (long) GROWTH * now.axesSize && size <= AXES_LAST;
        return grown || 2 * now.gone(size, inserted) >= size ? null : now;
    }

    private SketchBlocks axes() {
        int[] sample = graph.nodes.sample(SAMPLE);
        return SketchBlocks.learn(metric.kernels(), vectors.sample(sample), sample.length);
    }

    /** Writes the sketch of a node that nobody can reach yet. */
    void write(int node, SearchScratch s) {
        Learnt now = current;
        if (now != null) {
            vectors.read(node, s.own);
            now.blocks.write(node, s.own, s.sieve.work);
        }
    }

    /** Bytes on the heap. */
    long heapBytes() {
        Learnt now = current;
        return now == null ? 0 : now.blocks.heapBytes();
    }

    /**
     * What was learnt at one time.
     *
     * @param narrow the part of a squared distance beyond which a sketch turns a node away, in a walk that keeps {@link SketchTrial#NARROW}
     * @param wide the same where {@link SketchTrial#WIDE} are kept
     * @param usual the squared distance that the walks it was learnt from hardly ever went beyond
     * @param axesSize how many nodes there were when the axes were learnt
     * @param axesInserts how many had been inserted by then
     * @param nextInserts after so many inserts it is time to learn again
     */
    record Learnt(
            SketchBlocks blocks,
            float narrow,
            float wide,
            float usual,
            int axesSize,
            long axesInserts,
            long nextInserts) {
        /** How many nodes are gone since the axes were learnt. */
        private long gone(int size, long inserted) {
            return inserted - axesInserts - (size - axesSize);
        }

        /**
         * The part for a walk that keeps so many nodes and has its worst at this squared distance. A query that is farther from all nodes than
         * these are from each other is of another kind, about which nothing was learnt: sketches may see all of its distance but what
         * they missed of usual ones.
         */
        float part(int ef, float squared) {
            float place = (float) (ef - SketchTrial.NARROW) / (SketchTrial.WIDE - SketchTrial.NARROW);
            float part = narrow + (wide - narrow) * Math.max(0, Math.min(1, place));
            return squared <= usual ? part : 1 - (1 - part) * usual / squared;
        }
    }
}
