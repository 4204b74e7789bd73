package io.vexfs.core.internal.vectors;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import java.util.Arrays;
import java.util.Random;

/**
 * The directions in which vectors differ most, and their centre: what a place along each of them and the length of the rest say of
 * two vectors is no more than their distance.
 *
 * <p>Implementation note. The axes are found by orthogonal iteration (Golub and Van Loan, "Matrix Computations", section 8.2): directions, at
 * first chosen by chance, are multiplied by the covariance of a sample and made orthogonal, some times over. It need not end at the very axes, since any
 * orthogonal directions will do.
 */
public final class PrincipalAxes {
    private static final int ROUNDS = 6;
    /** A direction of which so little is left once the others are taken out is none. */
    private static final double NOTHING = 1e-10;

    private final Kernels kernels;
    private final int count;
    private final float[] centre;
    private final Rows axes;
    private final int[] all;
    private final float[] centreDots;

    private PrincipalAxes(Kernels kernels, float[] centre, float[] flat) {
        this.kernels = kernels;
        this.centre = centre;
        this.count = flat.length / centre.length;
        this.axes = new Rows(new float[][] {flat}, Integer.SIZE - 2, centre.length);
        this.all = new int[count];
        Arrays.setAll(all, i -> i);
        this.centreDots = new float[placesLength()];
        kernels.dots(centre, 0, axes, all, count, centreDots);
    }

    /** So many axes of these rows. */
    public static PrincipalAxes learn(Kernels kernels, Rows rows, int size, int count) {
        int stride = rows.stride();
        float[] centre = new float[stride];
        float[][] sample = new float[size][stride];
        for (int i = 0; i < size; i++) {
            System.arraycopy(rows.block(i), rows.offset(i), sample[i], 0, stride);
            add(1f / size, sample[i], centre);
        }
        for (float[] row : sample) {
            add(-1, centre, row);
        }
        Random random = new Random(count);
        float[][] axes = new float[count][stride];
        for (float[] axis : axes) {
            for (int i = 0; i < stride; i++) {
                axis[i] = (float) random.nextGaussian();
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            axes = multiplied(kernels, sample, axes);
            orthogonalize(kernels, axes);
        }
        float[] flat = new float[count * stride];
        for (int i = 0; i < count; i++) {
            System.arraycopy(axes[i], 0, flat, i * stride, stride);
        }
        return new PrincipalAxes(kernels, centre, flat);
    }

    /** The axes that {@link #parameters()} describes, of rows of that stride. */
    static PrincipalAxes of(Kernels kernels, float[] parameters, int stride) {
        return new PrincipalAxes(
                kernels, Arrays.copyOf(parameters, stride), Arrays.copyOfRange(parameters, stride, parameters.length));
    }

    /** The centre, and then the axes. */
    float[] parameters() {
        float[] flat = axes.blockAt(0);
        float[] parameters = Arrays.copyOf(centre, centre.length + flat.length);
        System.arraycopy(flat, 0, parameters, centre.length, flat.length);
        return parameters;
    }

    /** Floats that {@link #project} wants room for. */
    int placesLength() {
        return count + 1 + Kernels.SCORES_SLACK;
    }

    /** Writes a vector's place along each axis, seen from the centre, and behind them the length of what is left of it. */
    void project(float[] vector, int offset, float[] places) {
        kernels.dots(vector, offset, axes, all, count, places);
        double rest = kernels.squaredDistance(vector, offset, centre, 0, centre.length);
        for (int i = 0; i < count; i++) {
            places[i] -= centreDots[i];
            rest -= (double) places[i] * places[i];
        }
        places[count] = (float) Math.sqrt(Math.max(0, rest));
    }

    /** The length of the centre. */
    double centreLength() {
        return Math.sqrt(kernels.dot(centre, 0, centre, 0, centre.length));
    }

    /** Bytes on the heap. */
    long heapBytes() {
        return (long) Float.BYTES * (count + 1) * centre.length;
    }

    /** The directions times the covariance of the sample, but for a factor. */
    private static float[][] multiplied(Kernels kernels, float[][] sample, float[][] axes) {
        int stride = axes[0].length;
        float[][] products = new float[axes.length][stride];
        for (float[] row : sample) {
            for (int i = 0; i < axes.length; i++) {
                add(kernels.dot(row, 0, axes[i], 0, stride), row, products[i]);
            }
        }
        return products;
    }

    /** Takes out of each direction, twice for the rounding, what it has of those before, and makes its length one; or zero, if nothing is left. */
    private static void orthogonalize(Kernels kernels, float[][] axes) {
        for (int i = 0; i < axes.length; i++) {
            int length = axes[i].length;
            double before = kernels.dot(axes[i], 0, axes[i], 0, length);
            for (int j = 0; j < 2 * i; j++) {
                float[] other = axes[j % i];
                add(-kernels.dot(axes[i], 0, other, 0, length), other, axes[i]);
            }
            double left = kernels.dot(axes[i], 0, axes[i], 0, length);
            float scale = left > before * NOTHING ? (float) (1 / Math.sqrt(left)) : 0;
            for (int k = 0; k < length; k++) {
                axes[i][k] *= scale;
            }
        }
    }

    /** Adds a multiple of one row to another; in a loop that compilers turn into SIMD. */
    private static void add(float factor, float[] row, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * row[i];
        }
    }
}
