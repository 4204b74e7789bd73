package io.vexfs.core.internal.distance;

import java.util.Arrays;

/**
 * A view of equally long rows of codes in blocks, laid out as {@link Rows} are, with one float beside each row if asked for.
 *
 * <p>Rows are hardly longer than their codes, as it is the memory that limits a search. A kernel that takes more shorts at
 * once reads on into what lies behind the row, where weights are 0; so each block has some shorts more than its rows.
 *
 * <p>A view is immutable; whoever grows the blocks publishes a new one that shares the old blocks.
 */
public final class CodeRows {
    /** Rows are as many shorts as a multiple of this. */
    public static final int STRIDE_MULTIPLE = 4;
    /** Shorts that a kernel takes at once at most: planes of weights are a multiple of this, and blocks that much longer. */
    public static final int PLANE_MULTIPLE = 32;

    /** Shorts in a cache line. */
    private static final int LINE = 32;

    private static final float[][] NO_NORMS = {};

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

    /**
     * No rows yet; blocks will have {@code 1 << shift} rows.
     *
     * @param withNorms whether there is a float beside each row
     */
    public CodeRows(CodeWidth width, int dimensions, int shift, boolean withNorms) {
        this(width, new short[0][], withNorms ? new float[0][] : NO_NORMS, shift, width.stride(dimensions));
    }

    /** How the codes lie in a row. */
    public CodeWidth width() {
        return width;
    }

    /** Shorts in a row. */
    public int stride() {
        return stride;
    }

    /** Weights in a plane of a query. */
    public int plane() {
        return CodeWidth.plane(stride);
    }

    /** Whether there is a float beside each row. */
    public boolean withNorms() {
        return norms != NO_NORMS;
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
            for (int end = at + stride; at < end; at += LINE) {
                touched += block[at];
            }
            touched += block[at - 1];
        }
        return touched;
    }

    /** Bytes of the rows and of the floats beside them. */
    public long heapBytes() {
        long blockBytes = ((long) stride << shift) + PLANE_MULTIPLE;
        return blocks.length * blockBytes * Short.BYTES + (withNorms() ? (long) capacity() * Float.BYTES : 0);
    }

    /** A view that has the present blocks and enough new ones for rows below {@code count}. */
    public CodeRows grown(int count) {
        int needed = (int) (((long) count + mask) >>> shift);
        short[][] moreBlocks = Arrays.copyOf(blocks, needed);
        float[][] moreNorms = withNorms() ? Arrays.copyOf(norms, needed) : NO_NORMS;
        for (int i = blocks.length; i < needed; i++) {
            moreBlocks[i] = new short[(stride << shift) + PLANE_MULTIPLE];
            if (withNorms()) {
                moreNorms[i] = new float[1 << shift];
            }
        }
        return new CodeRows(width, moreBlocks, moreNorms, shift, stride);
    }
}
