package io.vexfs.core.internal.graph;

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
    static final double DEVIATIONS = 2.5;

    private int count;
    private double sum;
    private double squares;

    void clear() {
        count = 0;
        sum = 0;
        squares = 0;
    }

    /** Takes in vectors that were scored both ways. */
    void add(float[] estimates, float[] exact, int added) {
        for (int i = 0; i < added; i++) {
            double error = (double) exact[i] - estimates[i];
            sum += error;
            squares += error * error;
        }
        count += added;
    }

    /** Whether what has this score by codes, or a larger one, is too far for the k nearest in {@code top}. */
    boolean beyond(float estimate, TopKeys top) {
        if (count < GROUP) {
            return false;
        }
        long worst = top.worst();
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return worst != Long.MAX_VALUE && estimate + mean - DEVIATIONS * deviation > Keys.score(worst);
    }
}
