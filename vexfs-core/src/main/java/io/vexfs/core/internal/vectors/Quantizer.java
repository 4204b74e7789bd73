package io.vexfs.core.internal.vectors;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.distance.CodeWidth;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import java.util.Arrays;

/**
 * The rule by which components become codes: each dimension's range, learnt from a sample, in equal steps.
 *
 * <p>Implementation note. A component {@code x} of dimension {@code i} stands as {@code centre[i] + step[i] * (code - middle)}.
 * A query is taken relative to the centres too, since data may lie far from zero, and embeddings do. Inner products with it
 * come from {@code sum(weight * code)}, where a weight is the query's component times the step, rounded to
 * {@link CodeWidth#weightMax}: steps of their own for each dimension cost nothing. A score is that and what the row adds.
 * For L2 it is the squared distance to what the codes stand for, and the row adds their squared length; of what the codes miss only
 * the part along the distance counts, which is little for what is near. Cosine is L2 of vectors whose length is one. For inner products
 * the row adds that of the vector itself with the centres. What is the same for all rows is left out.
 */
public final class Quantizer {
    /** Components that a sample has at most, unless that is too few vectors. */
    static final int SAMPLE_COMPONENTS = 1 << 19;
    /** Vectors that a sample has at least. */
    static final int SAMPLE_VECTORS_MIN = 256;

    /** The part of a sample that may lie outside of the range on each side: few steps are better spent in the middle. */
    private static final double NIBBLE_CLIP = 0.005;

    private static final double BYTE_CLIP = 0.0005;

    /**
     * How far outside a vector may lie: the length of what the clipping cuts off, as a part of the length of all ranges
     * taken as one vector. What is cut off is lost to the codes; much of it, and vectors that differ look alike.
     */
    private static final double OUTSIDE_PART = 1.0 / 8;

    /** The least of it: a single component may be so many typical ranges beyond its own. */
    private static final double OUTSIDE_MIN = 1;

    /**
     * The widest range in units of the typical one. A weight goes with the square of its range, so that this leaves the
     * typical weights a sixteenth of {@link CodeWidth#weightMax}; more would round them to nothing.
     */
    private static final float RANGE_MAX = 4;

    /** One and a half times 2^23. */
    private static final float WHOLE = 12_582_912f;

    private final CodeWidth width;
    private final boolean differences;
    private final float[] centres;
    private final float[] steps;
    /**
     * How far a component of a query counts from the centre: beyond the range all codes are equally far, and one huge
     * weight would leave no resolution to the others.
     */
    private final float[] ranges;

    private final float outsideMax;
    private final float typicalStep;

    private Quantizer(CodeWidth width, boolean differences, float[] centres, float[] steps, float outsideMax) {
        this.width = width;
        this.differences = differences;
        this.centres = centres;
        this.steps = steps;
        this.ranges = new float[steps.length];
        for (int i = 0; i < steps.length; i++) {
            ranges[i] = differences ? steps[i] * width.codeMax() : Float.POSITIVE_INFINITY;
        }
        this.outsideMax = outsideMax;
        double squares = 0;
        double fourths = 0;
        for (float step : steps) {
            squares += (double) step * step;
            fourths += (double) step * step * step * step;
        }
        this.typicalStep = squares == 0 ? 0 : (float) Math.sqrt(fourths / squares);
    }

    /** How many vectors of that many components to learn from. */
    public static int sampleSize(int dimensions) {
        return Math.max(SAMPLE_VECTORS_MIN, SAMPLE_COMPONENTS / dimensions);
    }

    /** The rule that suits these rows. */
    public static Quantizer learn(CodeWidth width, DistanceMetric metric, Rows rows, int dimensions, int[] sample) {
        float[] lows = new float[dimensions];
        float[] middles = new float[dimensions];
        float[] highs = new float[dimensions];
        float[] values = new float[sample.length];
        int clipped = (int) (sample.length * (width == CodeWidth.NIBBLE ? NIBBLE_CLIP : BYTE_CLIP));
        for (int i = 0; i < dimensions; i++) {
            for (int j = 0; j < sample.length; j++) {
                values[j] = rows.block(sample[j])[rows.offset(sample[j]) + i];
            }
            Arrays.sort(values);
            // What hardly ever differs from one value would otherwise have no codes for where it does.
            int cut = values[clipped] == values[values.length - 1 - clipped] ? 0 : clipped;
            lows[i] = values[cut];
            middles[i] = values[values.length / 2];
            highs[i] = values[values.length - 1 - cut];
        }
        float typical = typical(lows, highs);
        float reach = typical * RANGE_MAX / 2;
        float[] centres = new float[dimensions];
        float[] steps = new float[dimensions];
        double ranges = 0;
        for (int i = 0; i < dimensions; i++) {
            boolean wide = highs[i] - lows[i] > 2 * reach;
            float low = wide ? Math.max(lows[i], middles[i] - reach) : lows[i];
            float high = wide ? Math.min(highs[i], middles[i] + reach) : highs[i];
            centres[i] = low + (high - low) / 2;
            steps[i] = (high - low) / width.codeMax();
            ranges += (double) (high - low) * (high - low);
        }
        float outsideMax = (float) Math.max(OUTSIDE_MIN * typical, OUTSIDE_PART * Math.sqrt(ranges));
        return new Quantizer(width, metric != DistanceMetric.DOT, centres, steps, outsideMax);
    }

    /** The median width of the ranges that are not empty, or 0. */
    private static float typical(float[] lows, float[] highs) {
        float[] ranges = new float[lows.length];
        int count = 0;
        for (int i = 0; i < lows.length; i++) {
            ranges[count] = highs[i] - lows[i];
            count += highs[i] > lows[i] ? 1 : 0;
        }
        Arrays.sort(ranges, 0, count);
        return count == 0 ? 0 : ranges[count / 2];
    }

    /** The rule that {@link #parameters()} describes. */
    public static Quantizer of(CodeWidth width, DistanceMetric metric, float[] parameters) {
        int dimensions = (parameters.length - 1) / 2;
        return new Quantizer(
                width,
                metric != DistanceMetric.DOT,
                Arrays.copyOfRange(parameters, 1, 1 + dimensions),
                Arrays.copyOfRange(parameters, 1 + dimensions, parameters.length),
                parameters[0]);
    }

    /** How many floats describe a rule for so many dimensions. */
    public static int parametersLength(int dimensions) {
        return 1 + 2 * dimensions;
    }

    /** What was learnt: how far outside a vector may lie, each dimension's centre, each dimension's step. */
    public float[] parameters() {
        float[] parameters = new float[parametersLength(steps.length)];
        parameters[0] = outsideMax;
        System.arraycopy(centres, 0, parameters, 1, centres.length);
        System.arraycopy(steps, 0, parameters, 1 + centres.length, steps.length);
        return parameters;
    }

    /** The width of a step, where each dimension counts as much as vectors differ in it. */
    public float typicalStep() {
        return typicalStep;
    }

    /** How codes lie in a row. */
    public CodeWidth width() {
        return width;
    }

    /** Writes the codes of a vector; returns whether it lies outside by more than the margin. */
    boolean encode(float[] vector, int offset, CodeRows rows, int row) {
        short[] codes = rows.block(row);
        int at = rows.offset(row);
        Arrays.fill(codes, at, at + rows.stride(), (short) 0);
        int inShort = width.codesInShort();
        int bits = width.bits();
        float middle = width.codeMax() / 2f;
        double outside = 0;
        double addend = 0;
        for (int i = 0; i < steps.length; i++) {
            float step = steps[i];
            int code = 0;
            if (step > 0) {
                float place = (vector[offset + i] - centres[i]) / step + middle + 0.5f;
                code = Math.max(0, Math.min(width.codeMax(), (int) place));
                double cut = Math.max(0, Math.max(-place, place - width.codeMax() - 1)) * step;
                outside += cut * cut;
            } else {
                double cut = vector[offset + i] - centres[i];
                outside += cut * cut;
            }
            double coded = step * (code - middle);
            addend += differences ? coded * coded : -(double) centres[i] * (vector[offset + i] - centres[i]);
            codes[at + i / inShort] |= (short) (code << i % inShort * bits);
        }
        rows.addend(row, (float) addend);
        // So that what is not a number counts as outside.
        return !(outside <= (double) outsideMax * outsideMax);
    }

    /**
     * Writes what kernels multiply a query's codes with, in planes of that length; returns what to multiply sums with.
     *
     * @param products is overwritten; {@link CodeBlocks#productsLength} long
     */
    float weights(Kernels kernels, float[] query, int offset, float[] products, short[] multipliers, int plane) {
        // Compilers turn the loop into SIMD, but not where it reads from an offset.
        System.arraycopy(query, offset, products, 0, steps.length);
        for (int i = 0; i < steps.length; i++) {
            float range = ranges[i];
            products[i] = Math.max(-range, Math.min(range, products[i] - centres[i])) * steps[i];
        }
        Arrays.fill(products, steps.length, products.length, 0);
        float largest = kernels.largest(products, 0, steps.length);
        float scale = largest == 0 ? 0 : width.weightMax() / largest;
        int shorts = (steps.length + width.codesInShort() - 1) / width.codesInShort();
        if (width == CodeWidth.NIBBLE) {
            nibbleMultipliers(products, scale, shorts, multipliers, plane);
        } else {
            byteMultipliers(products, scale, shorts, multipliers, plane);
        }
        for (int j = 0; j < width.codesInShort(); j++) {
            Arrays.fill(multipliers, j * plane + shorts, (j + 1) * plane, (short) 0);
        }
        float unit = scale == 0 ? 0 : 1 / scale;
        return differences ? -2 * unit : -unit;
    }

    private static void nibbleMultipliers(float[] products, float scale, int shorts, short[] multipliers, int plane) {
        for (int at = 0; at < shorts; at++) {
            int w0 = rounded(products[4 * at] * scale);
            int w1 = rounded(products[4 * at + 1] * scale);
            int w2 = rounded(products[4 * at + 2] * scale);
            int w3 = rounded(products[4 * at + 3] * scale);
            multipliers[at] = (short) w0;
            multipliers[plane + at] = CodeWidth.NIBBLE.multiplier(w1, w0);
            multipliers[2 * plane + at] = CodeWidth.NIBBLE.multiplier(w2, w1);
            multipliers[3 * plane + at] = CodeWidth.NIBBLE.multiplier(w3, w2);
        }
    }

    private static void byteMultipliers(float[] products, float scale, int shorts, short[] multipliers, int plane) {
        for (int at = 0; at < shorts; at++) {
            int w0 = rounded(products[2 * at] * scale);
            int w1 = rounded(products[2 * at + 1] * scale);
            multipliers[at] = (short) w0;
            multipliers[plane + at] = CodeWidth.BYTE.multiplier(w1, w0);
        }
    }

    /** The nearest whole number: the sum has no bits for a fraction, and its lowest 16 bits are the number. */
    private static short rounded(float small) {
        return (short) Float.floatToRawIntBits(small + WHOLE);
    }
}
