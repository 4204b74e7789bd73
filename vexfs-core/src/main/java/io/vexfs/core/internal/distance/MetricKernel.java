package io.vexfs.core.internal.distance;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.Arrays;

/**
 * A metric bound to kernels: it prepares vectors once and then gives scores, smaller being nearer.
 *
 * <p>A score orders as the distance does but is cheaper: the squared distance under L2, the negated inner product of
 * normalised vectors under cosine, the negated inner product under dot. {@link #distance(float)} turns it into what leaves the
 * index.
 */
public final class MetricKernel {
    private final DistanceMetric metric;
    private final Kernels kernels;

    /** The metric on these kernels. */
    public MetricKernel(DistanceMetric metric, Kernels kernels) {
        this.metric = metric;
        this.kernels = kernels;
    }

    /** The metric. */
    public DistanceMetric metric() {
        return metric;
    }

    /** The arithmetic. */
    public Kernels kernels() {
        return kernels;
    }

    /** Whether distances come from inner products, so that codes can stand for vectors. */
    public boolean products() {
        return switch (metric) {
            case L2, COSINE, DOT -> true;
            case L1, HAMMING, JACCARD -> false;
        };
    }

    /**
     * Writes a vector as rows hold it: checked, normalised under cosine, {@link BitRows as bits} under the metrics of bits,
     * zeros up to {@code stride}.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_VECTOR} for NaN, infinity, or zero under cosine
     */
    public void prepare(float[] vector, float[] target, int offset, int stride) {
        if (metric.bits() || !Float.isFinite(kernels.largest(vector, 0, vector.length))) {
            requireComponents(vector);
        }
        if (metric.bits()) {
            BitRows.pack(vector, target, offset, stride);
            return;
        }
        if (metric == DistanceMetric.COSINE) {
            double norm = 0;
            for (float x : vector) {
                norm += (double) x * x;
            }
            if (norm == 0) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR, "invalid vector: expected a direction (cosine), was all zeros");
            }
            double scale = 1 / Math.sqrt(norm);
            for (int i = 0; i < vector.length; i++) {
                target[offset + i] = (float) (vector[i] * scale);
            }
        } else {
            System.arraycopy(vector, 0, target, offset, vector.length);
        }
        Arrays.fill(target, offset + vector.length, offset + stride, 0);
    }

    private void requireComponents(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            float x = vector[i];
            if (!Float.isFinite(x)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR, "invalid vector: component " + i + " expected finite, was " + x);
            }
            if (metric.bits() && x != 0 && x != 1) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR,
                        "invalid vector: component " + i + " expected 0 or 1 (" + metric.text() + "), was " + x);
            }
        }
    }

    /** The components of a row, which begins the array. */
    public float[] components(float[] row, int dimensions) {
        return metric.bits() ? BitRows.unpack(row, dimensions) : Arrays.copyOf(row, dimensions);
    }

    /** The scores of a prepared query against {@code count} rows; {@code scores} as {@link Kernels#dots} wants it. */
    public void scores(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        switch (metric) {
            case L2 -> kernels.squaredDistances(query, queryOffset, rows, ordinals, count, scores);
            case L1 -> kernels.absoluteDistances(query, queryOffset, rows, ordinals, count, scores);
            case HAMMING -> kernels.hammingDistances(query, queryOffset, rows, ordinals, count, scores);
            case JACCARD -> kernels.jaccardDistances(query, queryOffset, rows, ordinals, count, scores);
            case COSINE, DOT -> {
                kernels.dots(query, queryOffset, rows, ordinals, count, scores);
                for (int i = 0; i < count; i++) {
                    scores[i] = -scores[i];
                }
            }
        }
    }

    /** The squared Euclidean distance that a score stands for, of vectors whose length is one under cosine; under those two metrics alone. */
    public float squaredDistance(float score) {
        assert metric == DistanceMetric.L2 || metric == DistanceMetric.COSINE : metric;
        return metric == DistanceMetric.L2 ? score : Math.max(0, 2 + 2 * score);
    }

    /** The distance, as the API defines it, that a score stands for. */
    public float distance(float score) {
        return switch (metric) {
            case L2 -> (float) Math.sqrt(score);
            case COSINE -> Math.max(0, 1 + score);
            case DOT, L1, HAMMING, JACCARD -> score;
        };
    }
}
