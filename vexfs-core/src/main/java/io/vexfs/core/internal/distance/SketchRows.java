package io.vexfs.core.internal.distance;

import java.util.Arrays;

/**
 * A view of sketches in blocks: row {@code r} is {@link #SHORTS} shorts, each with two of its {@link #COMPONENTS} numbers of 0 to
 * {@link #CODE_MAX}. Number {@code i} is in the low byte of short {@code i}, number {@code SHORTS + i} in its high byte.
 *
 * <p>A view is immutable; whoever grows the blocks publishes a new one that shares the old blocks.
 */
public final class SketchRows {
    /** Numbers in a sketch. */
    public static final int COMPONENTS = 32;
    /** The largest number: two squares of differences fit into a short. */
    public static final int CODE_MAX = 127;
    /** Shorts in a row. */
    public static final int SHORTS = COMPONENTS / 2;

    private static final int SHIFT = 12;
    private static final int MASK = (1 << SHIFT) - 1;

    private final short[][] blocks;

    private SketchRows(short[][] blocks) {
        this.blocks = blocks;
    }

    /** No rows yet. */
    public SketchRows() {
        this(new short[0][]);
    }

    /** Rows that fit into the blocks. */
    public int capacity() {
        return blocks.length << SHIFT;
    }

    /** The block that holds this row. */
    public short[] block(int row) {
        return blocks[row >>> SHIFT];
    }

    /** Where this row starts in its block. */
    public int offset(int row) {
        return (row & MASK) * SHORTS;
    }

    /** The last number of a row. */
    public int last(int row) {
        return block(row)[offset(row) + SHORTS - 1] >>> Byte.SIZE;
    }

    /** Writes a row: its {@link #COMPONENTS} numbers, in order. */
    public void write(int row, short[] codes) {
        short[] block = block(row);
        int at = offset(row);
        for (int i = 0; i < SHORTS; i++) {
            block[at + i] = (short) (codes[i] | codes[SHORTS + i] << Byte.SIZE);
        }
    }

    /** Whether a row has these numbers, or such that differ by no more than one each; the last, which is no place, is not compared. */
    public boolean holdsPlaces(int row, short[] codes) {
        boolean holds = row < capacity();
        for (int i = 0; holds && i < SHORTS; i++) {
            short both = block(row)[offset(row) + i];
            boolean last = i == SHORTS - 1;
            holds = Math.abs((both & 0xff) - codes[i]) <= 1
                    && (last || Math.abs((both >>> Byte.SIZE) - codes[SHORTS + i]) <= 1);
        }
        return holds;
    }

    /** Reads something of each row, so that memory is asked for all of them together; the result means nothing. */
    public int touch(int[] rows, int count) {
        int touched = 0;
        for (int i = 0; i < count; i++) {
            touched += block(rows[i])[offset(rows[i])];
        }
        return touched;
    }

    /** The squared distances of a sketch's numbers to those of {@code count} rows. */
    void squaredDistances(short[] query, int[] ordinals, int count, int[] distances) {
        for (int i = 0; i < count; i++) {
            short[] block = block(ordinals[i]);
            int at = offset(ordinals[i]);
            int sum = 0;
            for (int j = 0; j < SHORTS; j++) {
                int low = (block[at + j] & CODE_MAX) - query[j];
                int high = (block[at + j] >>> Byte.SIZE) - query[SHORTS + j];
                sum += low * low + high * high;
            }
            distances[i] = sum;
        }
    }

    /** Bytes of the rows. */
    public long heapBytes() {
        return (long) capacity() * SHORTS * Short.BYTES;
    }

    /** A view that has the present blocks and enough new ones for rows below {@code count}. */
    public SketchRows grown(int count) {
        short[][] more = Arrays.copyOf(blocks, Math.max(blocks.length, (int) (((long) count + MASK) >>> SHIFT)));
        for (int i = blocks.length; i < more.length; i++) {
            more[i] = new short[SHORTS << SHIFT];
        }
        return new SketchRows(more);
    }
}
