package io.vexfs.core.internal.graph;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.MetricKernel;

/**
 * How far exact scores lie from those by codes, over what one search has measured so far.
 *
 * <p>The nearest by codes are measured first, and the k nearest of them bound what is wanted. Whatever is so far behind by codes
 * that it could come before that bound only by an error of {@link #DEVIATIONS} standard deviations is left.
 */
final class CodeErrors {
    /** Vectors measured at once, between two looks. */
    static final int GROUP = 32;

    /** Standard deviations of the errors that a score by codes is trusted to; fewer cost recall, more find nothing more. */
    static final double DEVIATIONS = 3;

    /** The part of what codes of unlike vectors must err by: near duplicates err alike, and say nothing of others. */
    private static final double PLAUSIBLE = 0.5;

    private final MetricKernel metric;
    /** Scores by codes order as squared distances do, which are twice an inner product of unit vectors. */
    private final double scale;

    private double step;
    private double length;
    private int count;
    private double sum;
    private double squares;

    CodeErrors(MetricKernel metric) {
        this.metric = metric;
        this.scale = metric.metric() == DistanceMetric.COSINE ? 2 : 1;
    }

    /**
     * Begins with a prepared query.
     *
     * @param typicalStep of the codes
     */
    void begin(float[] query, float typicalStep) {
        step = typicalStep;
        length = Math.sqrt(metric.kernels().dot(query, 0, query, 0, query.length));
        count = 0;
        sum = 0;
        squares = 0;
    }

    /** Takes in vectors that were scored both ways. */
    void add(float[] estimates, float[] exact, int added) {
        for (int i = 0; i < added; i++) {
            double error = scale * exact[i] - estimates[i];
            sum += error;
            squares += error * error;
        }
        count += added;
    }

    /** Whether what has this score by codes, or a larger one, is too far for the k nearest in {@code top}. */
    boolean beyond(float estimate, TopKeys top) {
        if (count < GROUP || !top.full()) {
            return false;
        }
        double worst = Keys.score(top.worst());
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return deviation >= PLAUSIBLE * ofCodes(worst) && estimate + mean - DEVIATIONS * deviation > scale * worst;
    }

    /** The standard deviation of a score by codes of a vector that has this exact one: an error of a step's width in each component. */
    private double ofCodes(double exact) {
        return switch (metric.metric()) {
            case L2 -> 2 * Math.sqrt(Math.max(0, exact)) * step / Math.sqrt(12);
            case COSINE -> 2 * Math.sqrt(Math.max(0, 2 + 2 * exact)) * step / Math.sqrt(12);
            default -> length * step / Math.sqrt(12);
        };
    }
}
