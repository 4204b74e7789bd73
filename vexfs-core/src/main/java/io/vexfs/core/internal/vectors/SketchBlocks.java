package io.vexfs.core.internal.vectors;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.core.internal.distance.SketchRows;
import java.util.Arrays;

/**
 * The sketches of vectors, by ordinal: for each its places along the {@link PrincipalAxes}, and the length of what is left of it, in equal
 * steps. The distance of two sketches is no more than that of the vectors, but for the rounding to steps.
 *
 * <p>Readers take no lock; a row is written under the rules of {@link VectorBlocks}.
 */
public final class SketchBlocks {
    /** Axes: the last number of a sketch is the rest. */
    private static final int AXES = SketchRows.COMPONENTS - 1;
    /** The part of a sample that may lie outside of the steps on each side; what does counts as if it lay at the end. */
    private static final double CLIP = 0.002;

    /** Vectors that differ by less, as a part of how long they are, are as good as equal: a step would be no more than the rounding of floats. */
    private static final double DIFFERENCE_MIN = 1e-3;

    private static final int MIDDLE = SketchRows.CODE_MAX / 2;

    /**
     * What the rounding of two sketches may add to their distance, in steps. It is 2.3 in the mean, as of a sixth for each squared difference of
     * numbers, and nearly never more than this. Groups of vectors that are no farther apart than a step would lose each other with less.
     */
    private static final double ROUNDING = 3.5;

    /** No sketches are so far apart, squared, in steps. */
    private static final int SQUARE_MAX = 1 << 28;
    /**
     * How far apart kernels may see the square of a rest, in steps: where vectors are a thousand times as long as they differ, a place is off by
     * some hundredths of a step, of which 62 times as much goes into the square, for each of the axes.
     */
    private static final int REST_SQUARES = 49;
    /** A rest, in steps, of which the product with another stays below 2^30. */
    private static final float REST_MAX = 1 << 14;

    private final Kernels kernels;
    private final PrincipalAxes axes;
    private final float step;
    private final float restMiddle;
    private volatile SketchRows rows = new SketchRows();

    private SketchBlocks(Kernels kernels, PrincipalAxes axes, float step, float restMiddle) {
        this.kernels = kernels;
        this.axes = axes;
        this.step = step;
        this.restMiddle = restMiddle;
    }

    /** No sketches yet, of the kind that suits these rows. */
    public static SketchBlocks learn(Kernels kernels, Rows sample, int size) {
        PrincipalAxes axes = PrincipalAxes.learn(kernels, sample, size, AXES);
        float[][] places = new float[SketchRows.COMPONENTS][size];
        float[] row = new float[axes.placesLength()];
        for (int i = 0; i < size; i++) {
            axes.project(sample.block(i), sample.offset(i), row);
            for (int j = 0; j < places.length; j++) {
                places[j][i] = row[j];
            }
        }
        int cut = (int) (size * CLIP);
        float reach = 0;
        float restMiddle = 0;
        for (int i = 0; i < places.length; i++) {
            Arrays.sort(places[i]);
            float low = places[i][cut];
            float high = places[i][size - 1 - cut];
            // The places are seen from the centre; the rest is not.
            restMiddle = i == AXES ? low + (high - low) / 2 : 0;
            reach = Math.max(reach, Math.max(restMiddle - low, high - restMiddle));
        }
        boolean differ = reach > axes.centreLength() * DIFFERENCE_MIN;
        return new SketchBlocks(kernels, axes, differ ? reach / MIDDLE : 0, restMiddle);
    }

    /** No sketches yet, of the kind that {@link #parameters()} describes, for rows of that stride. */
    public static SketchBlocks of(Kernels kernels, float[] parameters, int stride) {
        return new SketchBlocks(
                kernels,
                PrincipalAxes.of(kernels, Arrays.copyOfRange(parameters, 2, parameters.length), stride),
                parameters[0],
                parameters[1]);
    }

    /** How many floats describe the kind, for rows of that stride. */
    public static int parametersLength(int stride) {
        return 2 + (1 + AXES) * stride;
    }

    /** The step, the middle of the rests, the centre, the axes. */
    public float[] parameters() {
        float[] of = axes.parameters();
        float[] parameters = new float[2 + of.length];
        parameters[0] = step;
        parameters[1] = restMiddle;
        System.arraycopy(of, 0, parameters, 2, of.length);
        return parameters;
    }

    /** No sketches yet, of the same kind. */
    public SketchBlocks empty() {
        return new SketchBlocks(kernels, axes, step, restMiddle);
    }

    /** Whether vectors differ by more than what rounding of floats may hide. */
    public boolean differ() {
        return step > 0;
    }

    /** The rows as they are now, for reading. */
    public SketchRows rows() {
        return rows;
    }

    /** Makes room for ordinals below {@code count}. */
    public synchronized void ensure(int count) {
        if (count > rows.capacity()) {
            rows = rows.grown(count);
        }
    }

    /** Writes the sketch of a vector, whose row this is, under its ordinal. */
    public void write(int ordinal, float[] vector, Work work) {
        if (ordinal >= rows.capacity()) {
            ensure(ordinal + 1);
        }
        sketch(vector, 0, work);
        rows.write(ordinal, work.codes);
    }

    /** Whether the sketch under this ordinal is that of its vector, but for how kernels round. */
    public boolean holds(int ordinal, float[] vector, Work work) {
        sketch(vector, 0, work);
        return rows.holdsPlaces(ordinal, work.codes) && alike(rows.last(ordinal), work.codes[AXES]);
    }

    /** Whether two rests may be of one vector: each is the root of a difference, so that it is the squares that are no farther apart than rounding. */
    private boolean alike(int one, int other) {
        double middle = restMiddle / step - MIDDLE;
        double squares = (one + middle) * (one + middle) - (other + middle) * (other + middle);
        return Math.abs(one - other) <= 1 || Math.abs(squares) <= REST_SQUARES;
    }

    /** Makes the sketch that {@link #distances} and {@link #nearEnough} measure to. */
    public void sketch(float[] vector, int offset, Work work) {
        axes.project(vector, offset, work.places);
        work.places[AXES] -= restMiddle;
        float scale = step > 0 ? 1 / step : 0;
        for (int i = 0; i < SketchRows.COMPONENTS; i++) {
            int code = (int) (work.places[i] * scale + (MIDDLE + 0.5f));
            work.codes[i] = (short) Math.max(0, Math.min(SketchRows.CODE_MAX, code));
        }
    }

    /** Writes to {@code work.distances} the squared distances, in steps, of {@code count} ordinals. */
    public void distances(int[] ordinals, int count, Work work) {
        SketchRows now = rows;
        int touched = now.touch(ordinals, count);
        kernels.sketchDistances(work.codes, now, ordinals, count, work.distances);
        // In the slack, so that the compiler cannot leave the touching out: a field would be one that searches share.
        work.distances[count] = touched;
    }

    /**
     * Takes out of the first {@code count} ordinals those whose vectors are, by their sketches, farther away than {@code squared}, which is a
     * squared distance; returns how many are left. Such are farther than {@code part} of it, which is at most one, by
     * the sketches alone, and than all of it where what is left of both vectors is taken to be at right angles. So with little left, nothing is
     * a guess.
     */
    public int nearEnough(int[] ordinals, int count, float squared, float part, Work work) {
        distances(ordinals, count, work);
        SketchRows now = rows;
        int most = rounded(squared);
        int mostOfPart = rounded(squared * part);
        int middle = (int) Math.min(REST_MAX, restMiddle / step) - MIDDLE;
        int twice = 2 * (work.codes[AXES] + middle);
        int near = 0;
        for (int i = 0; i < count; i++) {
            int ordinal = ordinals[i];
            ordinals[near] = ordinal;
            int room = Math.max(mostOfPart, most - twice * (now.last(ordinal) + middle)) - work.distances[i];
            // No processor could guess a branch.
            near += room >>> Integer.SIZE - 1 ^ 1;
        }
        return near;
    }

    /** What a distance in {@code work.distances} is of a squared distance, without what rounding adds. */
    public float part(int distance, float squared) {
        double steps = Math.max(0, Math.sqrt(distance) - ROUNDING) * step;
        return (float) (steps * steps / squared);
    }

    /** A squared distance in steps, and what rounding may add to it. */
    private int rounded(float squared) {
        double steps = Math.sqrt(Math.max(0, squared)) / step + ROUNDING;
        return (int) Math.min(steps * steps, SQUARE_MAX);
    }

    /** Bytes on the heap. */
    public long heapBytes() {
        return rows.heapBytes() + axes.heapBytes();
    }

    /** What one thread needs to work with sketches. */
    public static final class Work {
        private final float[] places = new float[SketchRows.COMPONENTS + Kernels.SCORES_SLACK];
        private final short[] codes = new short[SketchRows.COMPONENTS];
        private final int[] distances;

        /** For at most so many ordinals at once. */
        public Work(int count) {
            distances = new int[count + Kernels.SCORES_SLACK];
        }

        /** The squared distance, in steps, of the i-th ordinal. */
        public int distance(int i) {
            return distances[i];
        }
    }
}
