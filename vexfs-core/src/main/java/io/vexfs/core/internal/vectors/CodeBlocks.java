package io.vexfs.core.internal.vectors;

import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.distance.CodeWidth;
import io.vexfs.core.internal.distance.Kernels;
import java.util.Arrays;

/**
 * The codes of vectors, by ordinal, that one {@link Quantizer} made.
 *
 * <p>Readers take no lock; a row is written under the rules of {@link VectorBlocks}.
 */
public final class CodeBlocks {
    /** Components in a block, so that a small index of long vectors is small. */
    private static final int BLOCK_COMPONENTS = 1 << 18;

    private static final int SHIFT_MAX = 12;

    private final Quantizer quantizer;
    private final Kernels kernels;
    private final int dimensions;
    private volatile CodeRows rows;

    /** No codes yet. */
    public CodeBlocks(Quantizer quantizer, Kernels kernels, int dimensions) {
        this.quantizer = quantizer;
        this.kernels = kernels;
        this.dimensions = dimensions;
        this.rows = new CodeRows(quantizer.width(), dimensions, shift(dimensions));
    }

    private static int shift(int dimensions) {
        int rows = Math.max(1, BLOCK_COMPONENTS / dimensions);
        return Math.min(SHIFT_MAX, 31 - Integer.numberOfLeadingZeros(rows));
    }

    /** Writes the codes of a vector, whose row this is, under its ordinal; returns whether it lies too far outside for codes to stand for it. */
    public boolean write(int ordinal, float[] vector) {
        CodeRows now = rows;
        if (ordinal >= now.capacity()) {
            now = grown(ordinal + 1);
        }
        return quantizer.encode(vector, 0, now, ordinal);
    }

    /** What the codes were made by. */
    public Quantizer quantizer() {
        return quantizer;
    }

    /** The rows as they are now, for reading. */
    public CodeRows rows() {
        return rows;
    }

    /** A row to compare others with, see {@link #holds}. */
    public CodeRows oneRow() {
        return new CodeRows(quantizer.width(), dimensions, 0).grown(1);
    }

    /**
     * Whether the codes under this ordinal are those of its vector.
     *
     * @param one is overwritten
     * @param outside whether the vector is known as one that codes do not stand for
     */
    public boolean holds(int ordinal, float[] vector, boolean outside, CodeRows one) {
        CodeRows now = rows;
        boolean isOutside = quantizer.encode(vector, 0, one, 0);
        int from = now.offset(ordinal);
        return ordinal < now.capacity()
                && isOutside == outside
                && Arrays.equals(now.block(ordinal), from, from + now.stride(), one.block(0), 0, one.stride());
    }

    /** Makes room for ordinals below {@code count}. */
    public void ensure(int count) {
        if (count > rows.capacity()) {
            grown(count);
        }
    }

    /** Shorts that the weights of a query take. */
    public int weightsLength() {
        return rows.plane() * quantizer.width().codesInShort();
    }

    /** Floats that it takes to make them from those of so many dimensions. */
    public static int productsLength(int dimensions) {
        return CodeWidth.padded(dimensions);
    }

    /**
     * Writes the weights of a query; returns its unit, which {@link #scores} wants.
     *
     * @param products is overwritten; {@link #productsLength} long
     */
    public float weights(float[] query, int offset, float[] products, short[] weights) {
        return quantizer.weights(kernels, query, offset, products, weights, rows.plane());
    }

    /** Scores that order about as those of the metric do, of {@code count} ordinals; a sum array for the kernel. */
    public void scores(short[] weights, float unit, int[] ordinals, int count, int[] sums, float[] scores) {
        CodeRows now = rows;
        int touched = now.touch(ordinals, count);
        kernels.codeSums(weights, now, ordinals, count, sums);
        // In the slack, so that the compiler cannot leave the touching out: a field would be one that searches share.
        sums[count] = touched;
        for (int i = 0; i < count; i++) {
            scores[i] = now.addend(ordinals[i]) + unit * sums[i];
        }
    }

    /** Bytes on the heap. */
    public long heapBytes() {
        return rows.heapBytes();
    }

    private synchronized CodeRows grown(int count) {
        if (count > rows.capacity()) {
            rows = rows.grown(count);
        }
        return rows;
    }
}
