package io.vexfs.core.internal.distance;

import io.vexfs.api.DistanceMetric;

/**
 * A view of equally long rows of floats in blocks: row {@code r} starts in block {@code r >>> shift} at
 * {@code (r & mask) * stride}.
 *
 * <p>A view is immutable; whoever grows the blocks publishes a new one that shares the old blocks.
 */
public final class Rows {
    /** Rows of components are as long as a multiple of this, so that no kernel has a tail to work off. */
    public static final int STRIDE_MULTIPLE = 16;

    /** Rows shorter than this need no touching: while a processor works on some it sees the next ones coming. */
    static final int TOUCHED_MIN = 256;

    final float[][] blocks;
    final int shift;
    final int mask;
    final int stride;

    /** A view of {@code blocks}, each of {@code 1 << shift} rows of {@code stride} floats. */
    public Rows(float[][] blocks, int shift, int stride) {
        assert stride % BitRows.STRIDE_MULTIPLE == 0 : stride;
        this.blocks = blocks;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.stride = stride;
    }

    /** The floats in a row for that metric: under the metrics of bits, each has the bits of 32 components. */
    public static int stride(int dimensions, DistanceMetric metric) {
        return metric.bits() ? BitRows.stride(dimensions) : stride(dimensions);
    }

    /** The floats in a row that hold {@code dimensions} components; the rest is zero. */
    public static int stride(int dimensions) {
        return (dimensions + STRIDE_MULTIPLE - 1) / STRIDE_MULTIPLE * STRIDE_MULTIPLE;
    }

    /** Floats in a row. */
    public int stride() {
        return stride;
    }

    /** Rows that fit into the blocks. */
    public int capacity() {
        return blocks.length << shift;
    }

    /** The block that holds this row. */
    public float[] block(int row) {
        return blocks[row >>> shift];
    }

    /** Where this row starts in its block. */
    public int offset(int row) {
        return (row & mask) * stride;
    }

    /**
     * Reads the beginning of each of {@code count} rows, if they are long, so that memory is asked for all of them together; the
     * result means nothing.
     */
    public int touch(int[] ordinals, int count) {
        int touched = 0;
        if (stride >= TOUCHED_MIN) {
            for (int i = 0; i < count; i++) {
                // As an integer: bits of vectors are no floats to calculate with, and most would be tiny ones that take
                // long.
                touched += Float.floatToRawIntBits(block(ordinals[i])[offset(ordinals[i])]);
            }
        }
        return touched;
    }

    /** Rows in each block. */
    public int blockRows() {
        return mask + 1;
    }

    /** How many blocks there are. */
    public int blockCount() {
        return blocks.length;
    }

    /** The block of this index. */
    public float[] blockAt(int index) {
        return blocks[index];
    }

    /** A view that has these blocks after the present ones. */
    public Rows with(float[][] more) {
        float[][] all = new float[blocks.length + more.length][];
        System.arraycopy(blocks, 0, all, 0, blocks.length);
        System.arraycopy(more, 0, all, blocks.length, more.length);
        return new Rows(all, shift, stride);
    }
}
