package io.vexfs.core.internal.distance;

import java.util.Optional;

/**
 * The arithmetic of distances, over one pair of rows or over many rows at once.
 *
 * <p>There are two twins, which agree but for rounding: {@link ScalarKernels}, and one on the incubating Vector API
 * that is loaded by name where the JVM was started with {@code --add-modules jdk.incubator.vector}. No version of the
 * JDK is asked for: whatever keeps the SIMD twin from working is the reason for the scalar one.
 */
public abstract class Kernels {
    /** Floats that the array for scores must have beyond the number of rows; what is written there means nothing. */
    public static final int SCORES_SLACK = 16;

    private static final String MODULE = "jdk.incubator.vector";
    private static final String SIMD = "io.vexfs.core.internal.distance.simd.SimdKernels";

    /** Nothing to set up. */
    protected Kernels() {}

    /** The kernels that this JVM uses, chosen once. */
    public static Kernels active() {
        return Choice.ACTIVE;
    }

    /** The twin without SIMD. */
    public static Kernels scalar() {
        return new ScalarKernels("scalar");
    }

    /** The twin with SIMD, or nothing where this JVM has no Vector API. */
    public static Optional<Kernels> simd() {
        Kernels kernels = choose();
        return kernels instanceof ScalarKernels ? Optional.empty() : Optional.of(kernels);
    }

    /** Which kernels these are and why, in one line. */
    public abstract String description();

    /** The inner product of {@code length} floats. */
    public abstract float dot(float[] a, int aOffset, float[] b, int bOffset, int length);

    /** The squared Euclidean distance over {@code length} floats. */
    public abstract float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length);

    /** The largest of {@code length} floats, whatever their signs; NaN if one of them is, 0 if there are none. */
    public abstract float largest(float[] a, int offset, int length);

    /**
     * The inner products of a query, {@link Rows#stride} floats long, with {@code count} rows.
     *
     * @param scores gets the result; its length is at least {@code count + SCORES_SLACK}
     */
    public abstract void dots(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores);

    /** The squared Euclidean distances of a query to {@code count} rows; see {@link #dots}. */
    public abstract void squaredDistances(
            float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores);

    /**
     * The sums of weights times codes for {@code count} rows.
     *
     * @param multipliers for each place in a short one plane of {@link CodeRows#plane} weights, none beyond
     *     {@link CodeWidth#weightMax} either way, as {@link CodeWidth#multiplier} gives them
     * @param sums gets the result; its length is at least {@code count + SCORES_SLACK}
     */
    public abstract void codeSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums);

    /** The sums of absolute differences of a query and {@code count} rows; see {@link #dots}. */
    public abstract void absoluteDistances(
            float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores);

    /** How many bits of a query and of {@code count} {@link BitRows rows of bits} differ; see {@link #dots}. */
    public void hammingDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        BitRows.hammingDistances(query, queryOffset, rows, ordinals, count, scores);
    }

    /** The Jaccard distances of a query to {@code count} {@link BitRows rows of bits}; see {@link #dots}. */
    public void jaccardDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        BitRows.jaccardDistances(query, queryOffset, rows, ordinals, count, scores);
    }

    /**
     * The squared distances of a sketch, {@link SketchRows#COMPONENTS} numbers, to {@code count} rows of sketches.
     *
     * @param distances gets the result; its length is at least {@code count + SCORES_SLACK}
     */
    public void sketchDistances(short[] query, SketchRows rows, int[] ordinals, int count, int[] distances) {
        rows.squaredDistances(query, ordinals, count, distances);
    }

    /** 1 − common ones / all ones; 0 where there are none. */
    public static float jaccardDistance(int common, int all) {
        return all == 0 ? 0 : (float) (all - common) / all;
    }

    private static Kernels choose() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new ScalarKernels("scalar (the JVM runs without --add-modules " + MODULE + ")");
        }
        try {
            Kernels kernels =
                    (Kernels) Class.forName(SIMD).getDeclaredConstructor().newInstance();
            float[] probe = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
            if (kernels.dot(probe, 0, probe, 0, probe.length) != 1496) {
                return new ScalarKernels("scalar (" + kernels.description() + " computes wrongly)");
            }
            return kernels;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new ScalarKernels("scalar (the Vector API does not work here: " + cause + ")");
        }
    }

    private static final class Choice {
        static final Kernels ACTIVE = choose();
    }
}
