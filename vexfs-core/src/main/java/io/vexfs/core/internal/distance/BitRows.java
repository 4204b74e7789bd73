package io.vexfs.core.internal.distance;

import java.util.Arrays;

/**
 * Vectors of zeros and ones as rows hold them: one bit for each component, 32 of them as the bits of a float, from the
 * lowest up; those too many are 0.
 *
 * <p>Such a float is a word that nobody calculates with, so that blocks, files and copies of rows are the same for all
 * metrics. Whatever moves floats moves their bits; they are looked at by {@link Float#floatToRawIntBits}, which keeps NaNs
 * apart, and never compared as floats.
 */
final class BitRows {
    /** Floats in a row are a multiple of this, which is what a kernel takes at once: 128 bits. */
    static final int STRIDE_MULTIPLE = 4;

    private static final int WORD_SHIFT = 5;

    private BitRows() {}

    /** The floats in a row that holds {@code dimensions} components. */
    static int stride(int dimensions) {
        int bits = Float.SIZE * STRIDE_MULTIPLE;
        return (dimensions + bits - 1) / bits * STRIDE_MULTIPLE;
    }

    /** Writes a vector of zeros and ones into a row. */
    static void pack(float[] vector, float[] row, int offset, int stride) {
        Arrays.fill(row, offset, offset + stride, 0);
        for (int from = 0; from < vector.length; from += Float.SIZE) {
            int word = 0;
            for (int i = Math.min(vector.length, from + Float.SIZE) - 1; i >= from; i--) {
                word = word << 1 | (vector[i] == 0 ? 0 : 1);
            }
            row[offset + (from >>> WORD_SHIFT)] = Float.intBitsToFloat(word);
        }
    }

    /** The zeros and ones of a row that begins an array. */
    static float[] unpack(float[] row, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = Float.floatToRawIntBits(row[i >>> WORD_SHIFT]) >>> i & 1;
        }
        return vector;
    }

    /** How many bits of the query and of each row differ; see {@link Kernels#hammingDistances}. */
    static void hammingDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i++) {
            float[] row = rows.block(ordinals[i]);
            int offset = rows.offset(ordinals[i]);
            int differing = 0;
            for (int at = 0; at < rows.stride; at++) {
                differing += Integer.bitCount(
                        Float.floatToRawIntBits(query[queryOffset + at]) ^ Float.floatToRawIntBits(row[offset + at]));
            }
            scores[i] = differing;
        }
    }

    /** See {@link Kernels#jaccardDistances}. */
    static void jaccardDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i++) {
            float[] row = rows.block(ordinals[i]);
            int offset = rows.offset(ordinals[i]);
            int common = 0;
            int all = 0;
            for (int at = 0; at < rows.stride; at++) {
                int q = Float.floatToRawIntBits(query[queryOffset + at]);
                int r = Float.floatToRawIntBits(row[offset + at]);
                common += Integer.bitCount(q & r);
                all += Integer.bitCount(q | r);
            }
            scores[i] = Kernels.jaccardDistance(common, all);
        }
    }
}
