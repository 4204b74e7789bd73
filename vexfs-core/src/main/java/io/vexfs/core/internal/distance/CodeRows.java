package io.vexfs.core.internal.distance;

import java.util.Arrays;

/**
 * A view of equally long rows of codes in blocks, laid out as {@link Rows} are, with one float beside each row.
 *
 * <p>A view is immutable; whoever grows the blocks publishes a new one that shares the old blocks.
 */
public final class CodeRows {
    /** Rows are as many shorts as a multiple of this: the widest vector, and a cache line. */
    public static final int STRIDE_MULTIPLE = 32;

    final CodeWidth width;
    final short[][] blocks;
    final float[][] norms;
    final int shift;
    final int mask;
    final int stride;

    private CodeRows(CodeWidth width, short[][] blocks, float[][] norms, int shift, int stride) {
        this.width = width;
        this.blocks = blocks;
        this.norms = norms;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.stride = stride;
    }

    /** No rows yet; blocks will have {@code 1 << shift} rows. */
    public CodeRows(CodeWidth width, int dimensions, int shift) {
        this(width, new short[0][], new float[0][], shift, width.stride(dimensions));
    }

    /** How the codes lie in a row. */
    public CodeWidth width() {
        return width;
    }

    /** Shorts in a row. */
    public int stride() {
        return stride;
    }

    /** Rows that fit into the blocks. */
    public int capacity() {
        return blocks.length << shift;
    }

    /** The block that holds this row. */
    public short[] block(int row) {
        return blocks[row >>> shift];
    }

    /** Where this row starts in its block. */
    public int offset(int row) {
        return (row & mask) * stride;
    }

    /** The float beside this row. */
    public float norm(int row) {
        return norms[row >>> shift][row & mask];
    }

    /** Sets the float beside this row. */
    public void norm(int row, float norm) {
        norms[row >>> shift][row & mask] = norm;
    }

    /**
     * Reads something of each cache line of the rows. A kernel works on two rows at a time, too few to keep memory busy;
     * this asks for all of them at once. The result means nothing.
     */
    public int touch(int[] rows, int count) {
        int touched = 0;
        for (int i = 0; i < count; i++) {
            short[] block = block(rows[i]);
            int at = offset(rows[i]);
            for (int end = at + stride; at < end; at += STRIDE_MULTIPLE) {
                touched += block[at];
            }
            touched += block[at - 1];
        }
        return touched;
    }

    /** A view that has the present blocks and enough new ones for rows below {@code count}. */
    public CodeRows grown(int count) {
        int needed = (int) (((long) count + mask) >>> shift);
        short[][] moreBlocks = Arrays.copyOf(blocks, needed);
        float[][] moreNorms = Arrays.copyOf(norms, needed);
        for (int i = blocks.length; i < needed; i++) {
            moreBlocks[i] = new short[stride << shift];
            moreNorms[i] = new float[1 << shift];
        }
        return new CodeRows(width, moreBlocks, moreNorms, shift, stride);
    }
}
