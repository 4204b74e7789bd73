package io.vexfs.core.internal.graph;

import io.vexfs.api.Quantization;
import io.vexfs.core.internal.distance.CodeWidth;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.CodeBlocks;
import io.vexfs.core.internal.vectors.Quantizer;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a graph's nodes, if a quantization is chosen.
 *
 * <p>They are learnt from the first {@link #LEARN_FIRST} nodes, again whenever there are {@link #GROWTH} times as many,
 * and when some newer nodes lie far outside of the ranges that were learnt, which hide what is beyond them. Until codes are
 * learnt, searches use full vectors. What learns keeps writers out; searches go on.
 *
 * <p>Codes do not lead to nodes far outside. These outliers are kept beside the codes, for searches to scan.
 *
 * <p>Where there are no codes there may be {@link NodeSketches}, which are learnt and written at the same moments.
 */
final class NodeCodes {
    /** Nodes from which codes are learnt first; fewer are scanned anyway. */
    static final int LEARN_FIRST = IndexSearcher.EXACT_SIZE_MAX;
    /** By how much the graph has to grow until codes are learnt again. */
    static final int GROWTH = 4;
    /** Nodes far outside, as a part of those at the last learning, that ask for a new one. */
    static final double OUTSIDE_PART = 0.02;
    /** Where more than this part of all are outliers, scanning them costs more than walking by full vectors. */
    static final int SCANNED_PART = 16;

    private final HnswGraph graph;
    private final VectorBlocks vectors;
    private final MetricKernel metric;
    final NodeSketches sketches;
    private volatile Quantization quantization = Quantization.NONE;
    private volatile @Nullable Learnt current;
    /** With fewer nodes nothing is learnt. */
    private volatile int postponedTo;

    NodeCodes(HnswGraph graph, VectorBlocks vectors, MetricKernel metric, LongSupplier inserts) {
        this.graph = graph;
        this.vectors = vectors;
        this.metric = metric;
        this.sketches = new NodeSketches(graph, vectors, metric, inserts);
    }

    /** The codes to search by now, or null for none. */
    @Nullable
    Learnt current() {
        return current;
    }

    /** What is in use, which is none under a metric that codes cannot serve. */
    Quantization quantization() {
        return quantization;
    }

    /** Chooses a quantization and learns its codes, or drops those there are; the caller keeps writers out. */
    void choose(Quantization chosen) {
        Quantization usable = metric.products() ? chosen : Quantization.NONE;
        if (usable == quantization) {
            return;
        }
        quantization = usable;
        current = null;
        postponedTo = 0;
        sketches.drop();
        learnIfDue();
    }

    /** Takes over what a snapshot holds; for an index that nobody uses yet. */
    void restore(Quantization chosen, @Nullable Learnt learnt) {
        quantization = chosen;
        current = learnt;
    }

    /** Whether it is time to learn. */
    boolean due() {
        return codesDue() || sketches.due(quantization);
    }

    private boolean codesDue() {
        Learnt now = current;
        int size = graph.nodes.size();
        if (size < postponedTo || size < LEARN_FIRST) {
            return false;
        }
        return now == null
                ? quantization != Quantization.NONE
                : size >= now.learnSize || now.outliers.size() > now.learnOutside;
    }

    /** Learns if it is time to; where there is no memory for it, the codes stay as they are until the graph has doubled. */
    void learnIfDue() {
        if (sketches.due(quantization)) {
            sketches.learn(() -> new SearchScratch(new GraphShape(graph.m(), graph.m(), 0), vectors, metric, this));
        }
        if (codesDue()) {
            try {
                learn();
            } catch (OutOfMemoryError full) {
                postponedTo = (int) Math.min(Integer.MAX_VALUE, 2L * graph.nodes.size());
            }
        }
    }

    /** Learns codes from the nodes and writes those of every node; the caller keeps writers out. */
    void learn() {
        int[] sample = graph.nodes.sample(Quantizer.sampleSize(vectors.dimensions()));
        int[] all = new int[sample.length];
        Arrays.setAll(all, i -> i);
        Quantizer quantizer = Quantizer.learn(
                width(quantization), metric.metric(), vectors.sample(sample), vectors.dimensions(), all);
        CodeBlocks blocks = blocks(quantizer);
        OrdinalSet outliers = new OrdinalSet();
        float[] row = new float[vectors.stride()];
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            vectors.read(node, row);
            if (blocks.write(node, row)) {
                outliers.add(node);
            }
        }
        int size = graph.nodes.size();
        current = new Learnt(blocks, outliers, (int) Math.min(Integer.MAX_VALUE, (long) GROWTH * size), (int)
                (outliers.size() + OUTSIDE_PART * size));
    }

    /** Empty codes with room for every ordinal of the graph. */
    CodeBlocks blocks(Quantizer quantizer) {
        CodeBlocks blocks = new CodeBlocks(quantizer, metric.kernels(), vectors.dimensions());
        blocks.ensure(graph.capacity());
        return blocks;
    }

    /** The codes of a quantization that is not none. */
    static CodeWidth width(Quantization quantization) {
        return quantization == Quantization.INT4 ? CodeWidth.NIBBLE : CodeWidth.BYTE;
    }

    /** Writes the codes of a node that nobody can reach yet. */
    void write(int node, SearchScratch s) {
        Learnt now = current;
        if (now != null) {
            vectors.read(node, s.own);
            if (now.blocks.write(node, s.own)) {
                now.outliers.add(node);
            }
        }
        sketches.write(node, s);
    }

    /** Drops an ordinal from the outliers, as it is going to be used anew. */
    void forget(int ordinal) {
        Learnt now = current;
        if (now != null) {
            now.outliers.remove(ordinal);
        }
    }

    /** Bytes of the codes and what lies beside them. */
    long codeBytes() {
        Learnt now = current;
        return now == null ? 0 : now.blocks.heapBytes();
    }

    /** Bytes on the heap. */
    long heapBytes() {
        Learnt now = current;
        return sketches.heapBytes() + (now == null ? 0 : now.blocks.heapBytes() + now.outliers.heapBytes());
    }

    /**
     * What was learnt at one time.
     *
     * @param outliers the nodes that the codes do not stand for; in here before they are reachable
     * @param learnSize with so many nodes it is time to learn again
     * @param learnOutside with more outliers likewise
     */
    record Learnt(CodeBlocks blocks, OrdinalSet outliers, int learnSize, int learnOutside) {}
}
