package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.vectors.CodeBlocks;
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
    private @Nullable CodeBlocks prepared;
    private short[] weights = {};
    private float unit;
    private float[] query = {};
    private int offset;

    CodeScoring(NodeCodes codes, int sumsLength) {
        this.codes = codes;
        this.sums = new int[sumsLength];
    }

    /** Binds the scoring to a prepared vector; false if there are no codes. */
    boolean of(float[] newQuery, int newOffset) {
        CodeBlocks now = codes.current();
        if (now == null) {
            return false;
        }
        query = newQuery;
        offset = newOffset;
        prepare(now);
        return true;
    }

    @Override
    public void scores(int[] ordinals, int count, float[] scores) {
        CodeBlocks now = codes.current();
        if (now != null && now != prepared) {
            prepare(now);
        }
        Objects.requireNonNull(prepared).scores(weights, unit, ordinals, count, sums, scores);
    }

    private void prepare(CodeBlocks now) {
        if (weights.length < now.weightsLength()) {
            weights = new short[now.weightsLength()];
        }
        unit = now.weights(query, offset, weights);
        prepared = now;
    }
}
