package io.vexfs.core.internal.vectors;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.distance.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of an index, by ordinal: in flat blocks of floats that are added as they are needed, or in a mapped file.
 *
 * <p>Readers take no lock: where the rows are is looked up anew for each batch of ordinals. A row may be written only while
 * no reader can know its ordinal; what makes the ordinal known (a set bit, a link) also publishes the row, and where it is.
 */
public final class VectorBlocks {
    /** Floats in a block, unless one row is longer: small enough for many small indexes, large enough to be flat. */
    public static final int BLOCK_FLOATS = 1 << 16;

    private final int dimensions;
    private final DistanceMetric metric;
    private final int stride;
    private final Rows none;
    private volatile Place place;

    /** No vectors of that many components, for that metric; in the file, or on the heap where there is none. */
    public VectorBlocks(int dimensions, DistanceMetric metric, @Nullable MappedRows mapped) {
        this.dimensions = dimensions;
        this.metric = metric;
        this.stride = Rows.stride(dimensions, metric);
        int shift = Math.max(0, 31 - Integer.numberOfLeadingZeros(Math.max(1, BLOCK_FLOATS / stride)));
        this.none = new Rows(new float[0][], shift, stride);
        this.place = new Place(none, mapped);
    }

    /** Where the rows are: in the file, or on the heap where there is none. */
    private record Place(Rows heap, @Nullable MappedRows mapped) {}

    /** Components of a vector. */
    public int dimensions() {
        return dimensions;
    }

    /** What the rows are for. */
    public DistanceMetric metric() {
        return metric;
    }

    /** Floats in a row. */
    public int stride() {
        return stride;
    }

    /** The rows on the heap as they are now, for reading; none where they are mapped. */
    public Rows rows() {
        return place.heap;
    }

    /** The file that the rows are in; null where they are on the heap. */
    public @Nullable MappedRows mapped() {
        return place.mapped;
    }

    /**
     * Makes room for ordinals below {@code count}.
     *
     * @throws io.vexfs.api.VexfsException {@code NO_SPACE} with nothing changed
     */
    public synchronized void ensure(int count) {
        MappedRows mapped = place.mapped;
        if (mapped != null) {
            mapped.ensure(count);
        } else {
            place = new Place(grown(place.heap, count), null);
        }
    }

    private static Rows grown(Rows now, int count) {
        int present = now.capacity();
        if (count <= present) {
            return now;
        }
        int blockRows = now.blockRows();
        float[][] more = new float[(int) (((long) count - present + blockRows - 1) / blockRows)][];
        for (int i = 0; i < more.length; i++) {
            more[i] = new float[blockRows * now.stride()];
        }
        return now.with(more);
    }

    /** Stores a vector, prepared for the metric, where there is room for it. */
    public void write(int ordinal, float[] vector, MetricKernel kernel) {
        Place now = place;
        if (now.mapped == null) {
            kernel.prepare(vector, now.heap.block(ordinal), now.heap.offset(ordinal), stride);
        } else {
            float[] row = new float[stride];
            kernel.prepare(vector, row, 0, stride);
            now.mapped.write(ordinal, row);
        }
    }

    /** Stores a row as it is, where there is room for it. */
    public void writeRow(int ordinal, float[] row) {
        write(place, ordinal, row);
    }

    private void write(Place now, int ordinal, float[] row) {
        if (now.mapped == null) {
            System.arraycopy(row, 0, now.heap.block(ordinal), now.heap.offset(ordinal), stride);
        } else {
            now.mapped.write(ordinal, row);
        }
    }

    /** Copies the row of an ordinal. */
    public void read(int ordinal, float[] row) {
        Place now = place;
        if (now.mapped == null) {
            System.arraycopy(now.heap.block(ordinal), now.heap.offset(ordinal), row, 0, stride);
        } else {
            now.mapped.read(ordinal, row, 0);
        }
    }

    /** A copy of the vector as it is stored. */
    public float[] vector(int ordinal, MetricKernel kernel) {
        float[] row = new float[stride];
        read(ordinal, row);
        return kernel.components(row, dimensions);
    }

    /** The scores of a prepared vector against {@code count} ordinals; see {@link MetricKernel#scores}. */
    public void scores(
            MetricKernel metric,
            float[] query,
            int offset,
            int[] ordinals,
            int count,
            float[] scores,
            RowCopies copies) {
        Place now = place;
        if (now.mapped == null) {
            int touched = now.heap.touch(ordinals, count);
            metric.scores(query, offset, now.heap, ordinals, count, scores);
            // In the slack, so that the compiler cannot leave the touching out: a field would be one that searches
            // share.
            scores[count] = Float.intBitsToFloat(touched);
        } else {
            copies.scores(now.mapped, metric, query, offset, ordinals, count, scores);
        }
    }

    /**
     * The scores of an ordinal's vector against {@code count} others.
     *
     * @param row may be overwritten
     */
    public void scores(
            MetricKernel metric,
            int ordinal,
            float[] row,
            int[] ordinals,
            int count,
            float[] scores,
            RowCopies copies) {
        Place now = place;
        if (now.mapped == null) {
            Rows heap = now.heap;
            metric.scores(heap.block(ordinal), heap.offset(ordinal), heap, ordinals, count, scores);
        } else {
            now.mapped.read(ordinal, row, 0);
            copies.scores(now.mapped, metric, row, 0, ordinals, count, scores);
        }
    }

    /** The rows of some ordinals on the heap, one after the other. */
    public Rows sample(int[] ordinals) {
        Rows sample = grown(none, ordinals.length);
        float[] row = new float[stride];
        for (int i = 0; i < ordinals.length; i++) {
            read(ordinals[i], row);
            System.arraycopy(row, 0, sample.block(i), sample.offset(i), stride);
        }
        return sample;
    }

    /**
     * A copy of the rows below {@code count} in another place, not in use yet; nobody may write rows until it is, or is
     * given up.
     *
     * @param target an empty file, or null for the heap
     */
    public VectorBlocks copy(int count, @Nullable MappedRows target) {
        VectorBlocks copy = new VectorBlocks(dimensions, metric, target);
        copy.ensure(count);
        float[] row = new float[stride];
        Place now = place;
        // Where the disk was full, ordinals were given without room for them.
        int present = Math.min(count, now.mapped == null ? now.heap.capacity() : now.mapped.capacity());
        for (int ordinal = 0; ordinal < present; ordinal++) {
            read(ordinal, row);
            copy.writeRow(ordinal, row);
        }
        return copy;
    }

    /** Puts a copy in place of the rows here. Readers that began before may be reading the rows that were here. */
    public synchronized void adopt(VectorBlocks copy) {
        place = copy.place;
    }

    /** Bytes on the heap. */
    public long heapBytes() {
        Rows now = place.heap;
        return (long) now.capacity() * now.stride() * Float.BYTES;
    }
}
