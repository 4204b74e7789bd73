package io.vexfs.core.internal.vectors;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.distance.Rows;

/**
 * The vectors of an index, by ordinal, in flat blocks of floats that are added as they are needed.
 *
 * <p>Readers take no lock: they take {@link #rows()} anew for each batch of ordinals. A row may be written only while
 * no reader can know its ordinal; what makes the ordinal known (a set bit, a link) also publishes the row.
 */
public final class VectorBlocks {
    /** Floats in a block, unless one row is longer: small enough for many small indexes, large enough to be flat. */
    public static final int BLOCK_FLOATS = 1 << 16;

    private final int dimensions;
    private volatile Rows rows;

    /** No vectors of that many components. */
    public VectorBlocks(int dimensions) {
        this.dimensions = dimensions;
        int stride = Rows.stride(dimensions);
        int shift = Math.max(0, 31 - Integer.numberOfLeadingZeros(Math.max(1, BLOCK_FLOATS / stride)));
        this.rows = new Rows(new float[0][], shift, stride);
    }

    /** Components of a vector. */
    public int dimensions() {
        return dimensions;
    }

    /** The rows as they are now, for reading. */
    public Rows rows() {
        return rows;
    }

    /** Makes room for ordinals below {@code count}. */
    public synchronized void ensure(int count) {
        Rows now = rows;
        int present = now.capacity();
        if (count <= present) {
            return;
        }
        int blockRows = now.blockRows();
        float[][] more = new float[(int) (((long) count - present + blockRows - 1) / blockRows)][];
        for (int i = 0; i < more.length; i++) {
            more[i] = new float[blockRows * now.stride()];
        }
        rows = now.with(more);
    }

    /** Stores a vector, prepared for the metric, where there is room for it. */
    public void write(int ordinal, float[] vector, MetricKernel metric) {
        Rows now = rows;
        metric.prepare(vector, now.block(ordinal), now.offset(ordinal), now.stride());
    }

    /** A copy of the vector as it is stored. */
    public float[] vector(int ordinal) {
        Rows now = rows;
        float[] copy = new float[dimensions];
        System.arraycopy(now.block(ordinal), now.offset(ordinal), copy, 0, dimensions);
        return copy;
    }

    /** Bytes on the heap. */
    public long heapBytes() {
        Rows now = rows;
        return (long) now.capacity() * now.stride() * Float.BYTES;
    }
}
