package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.vectors.CodeBlocks;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scores from codes, which order nearly as exact ones do.
 *
 * <p>Codes that were learnt anew meanwhile are taken as soon as they are seen, since a node linked afterwards is in those
 * alone. Scores by old codes and by new ones stand for the same, so that they can be compared.
 */
final class CodeScoring implements Scoring {
    private final NodeCodes codes;
    private final int[] sums;
    private NodeCodes.@Nullable Learnt bound;
    private NodeCodes.@Nullable Learnt prepared;
    private final float[] products;
    private short[] weights = {};
    private float unit;
    private float[] query = {};
    private int offset;

    CodeScoring(NodeCodes codes, int sumsLength, int dimensions) {
        this.codes = codes;
        this.products = new float[CodeBlocks.productsLength(dimensions)];
        this.sums = new int[sumsLength];
    }

    /** Binds the scoring to a prepared vector; false if codes do not serve for so many visible ordinals. */
    boolean of(float[] newQuery, int newOffset, int size) {
        NodeCodes.Learnt now = codes.current();
        if (now == null || now.outliers().size() > size / NodeCodes.SCANNED_PART) {
            return false;
        }
        query = newQuery;
        offset = newOffset;
        bound = now;
        prepare(now);
        return true;
    }

    /** The ordinals that the codes bound to do not stand for. */
    OrdinalSet outliers() {
        return Objects.requireNonNull(bound).outliers();
    }

    /** The width of a step of the codes bound to, typical of where vectors differ. */
    float typicalStep() {
        return Objects.requireNonNull(bound).blocks().quantizer().typicalStep();
    }

    /** Whether codes other than those bound to were taken, whose outliers are others too. */
    boolean changed() {
        return prepared != bound;
    }

    @Override
    public void scores(int[] ordinals, int count, float[] scores) {
        NodeCodes.Learnt now = codes.current();
        if (now == null) {
            // Given up meanwhile: the walk is made again, by full vectors.
            prepared = null;
            Arrays.fill(scores, 0, count, Float.MAX_VALUE);
            return;
        }
        if (now != prepared) {
            prepare(now);
        }
        Objects.requireNonNull(prepared).blocks().scores(weights, unit, ordinals, count, sums, scores);
    }

    /** Lets go of codes that may not be in use any more. */
    void release() {
        bound = null;
        prepared = null;
    }

    private void prepare(NodeCodes.Learnt now) {
        CodeBlocks blocks = now.blocks();
        if (weights.length < blocks.weightsLength()) {
            weights = new short[blocks.weightsLength()];
        }
        unit = blocks.weights(query, offset, products, weights);
        prepared = now;
    }
}
