package io.vexfs.core.internal.distance;

import java.util.Arrays;

/**
 * A view of equally long rows of codes in blocks, laid out as {@link Rows} are; the last two shorts of a row are a float.
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

    /** Shorts that a float takes. */
    static final int FLOAT_SHORTS = 2;

    /** Shorts in a cache line. */
    private static final int LINE = 32;

    final CodeWidth width;
    final short[][] blocks;
    final int shift;
    final int mask;
    final int stride;

    private CodeRows(CodeWidth width, short[][] blocks, int shift, int stride) {
        this.width = width;
        this.blocks = blocks;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.stride = stride;
    }

    /** No rows yet; blocks will have {@code 1 << shift} rows. */
    public CodeRows(CodeWidth width, int dimensions, int shift) {
        this(width, new short[0][], shift, width.stride(dimensions));
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

    /** The float of this row. */
    public float addend(int row) {
        short[] block = block(row);
        int at = offset(row) + stride - FLOAT_SHORTS;
        return Float.intBitsToFloat(block[at] & 0xffff | block[at + 1] << Short.SIZE);
    }

    /** Sets the float of this row. */
    public void addend(int row, float addend) {
        short[] block = block(row);
        int at = offset(row) + stride - FLOAT_SHORTS;
        int bits = Float.floatToRawIntBits(addend);
        block[at] = (short) bits;
        block[at + 1] = (short) (bits >>> Short.SIZE);
    }

    /**
     * Reads something of each cache line of the rows. A kernel works on two rows at a time, too few to keep memory busy;
     * this asks for all of them at once. The result means nothing.
     *
     * <p>Short rows are read without an inner loop, whose end no processor could guess, and up to where a kernel reads: a
     * processor looks only some hundred steps ahead of the first read that it waits for.
     */
    public int touch(int[] rows, int count) {
        int last = plane() - 1;
        int touched = 0;
        if (last < LINE) {
            for (int i = 0; i < count; i++) {
                short[] block = block(rows[i]);
                int at = offset(rows[i]);
                touched += block[at] + block[at + last];
            }
        } else if (last < 3 * LINE) {
            int second = last / 3;
            int third = 2 * last / 3;
            for (int i = 0; i < count; i++) {
                short[] block = block(rows[i]);
                int at = offset(rows[i]);
                touched += block[at] + block[at + second] + block[at + third] + block[at + last];
            }
        } else {
            touched = touchLong(rows, count);
        }
        return touched;
    }

    private int touchLong(int[] rows, int count) {
        int touched = 0;
        for (int i = 0; i < count; i++) {
            short[] block = block(rows[i]);
            int at = offset(rows[i]);
            int end = at + stride;
            for (; at < end; at += LINE) {
                touched += block[at];
            }
            touched += block[end - 1];
        }
        return touched;
    }

    /** Bytes of the rows. */
    public long heapBytes() {
        return blocks.length * (((long) stride << shift) + PLANE_MULTIPLE) * Short.BYTES;
    }

    /** A view that has the present blocks and enough new ones for rows below {@code count}. */
    public CodeRows grown(int count) {
        short[][] more = Arrays.copyOf(blocks, (int) (((long) count + mask) >>> shift));
        for (int i = blocks.length; i < more.length; i++) {
            more[i] = new short[(stride << shift) + PLANE_MULTIPLE];
        }
        return new CodeRows(width, more, shift, stride);
    }
}
