package io.vexfs.api;

import java.util.Objects;

/**
 * A collection as it is now.
 *
 * @param name its directory's path, {@code /} for the root
 * @param metric how distance is measured
 * @param dimensions components of each vector; 0 while nothing has fixed it
 * @param dimensionsSet whether the dimensions come from settings (and not from the first vector)
 * @param size vectors in it
 * @param pending vectors that are stored and found by every search, but not yet linked in the graph
 * @param quantization how coarsely searches look at vectors on their way
 * @param codeBytes memory of the codes that searches look at instead of full vectors; 0 while there are none
 * @param storage where the full vectors are kept
 * @param index whether its index can be searched by
 */
public record CollectionInfo(
        String name,
        DistanceMetric metric,
        int dimensions,
        boolean dimensionsSet,
        long size,
        long pending,
        Quantization quantization,
        long codeBytes,
        VectorStorage storage,
        IndexStatus index) {
    /** A collection that is searched in full precision, with its vectors on the heap. */
    public CollectionInfo(
            String name, DistanceMetric metric, int dimensions, boolean dimensionsSet, long size, long pending) {
        this(name, metric, dimensions, dimensionsSet, size, pending, Quantization.NONE, 0, VectorStorage.HEAP);
    }

    /** A collection with an index that is well. */
    public CollectionInfo(
            String name,
            DistanceMetric metric,
            int dimensions,
            boolean dimensionsSet,
            long size,
            long pending,
            Quantization quantization,
            long codeBytes,
            VectorStorage storage) {
        this(
                name,
                metric,
                dimensions,
                dimensionsSet,
                size,
                pending,
                quantization,
                codeBytes,
                storage,
                IndexStatus.READY);
    }

    /** Checks that nothing is missing. */
    public CollectionInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(index, "index");
    }
}
