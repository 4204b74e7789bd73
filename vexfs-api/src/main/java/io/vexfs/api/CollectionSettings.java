package io.vexfs.api;

import java.util.Objects;

/**
 * What the vectors of a collection have in common.
 *
 * @param metric how distance is measured
 * @param dimensions components of each vector, 1 to {@link Limits#DIMENSIONS_MAX}; 0: the first vector fixes it
 * @param quantization how coarsely searches may look at vectors on their way
 * @param storage where the full vectors are kept
 */
public record CollectionSettings(
        DistanceMetric metric, int dimensions, Quantization quantization, VectorStorage storage) {
    /** Cosine, and the first vector fixes the dimensions. */
    public static final CollectionSettings DEFAULT = new CollectionSettings(DistanceMetric.COSINE, 0);

    /** Settings of a collection whose vectors are on the heap. */
    public CollectionSettings(DistanceMetric metric, int dimensions, Quantization quantization) {
        this(metric, dimensions, quantization, VectorStorage.HEAP);
    }

    /** Settings of a collection that is searched in full precision. */
    public CollectionSettings(DistanceMetric metric, int dimensions) {
        this(metric, dimensions, Quantization.NONE);
    }

    /** Checks the range. */
    public CollectionSettings {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(storage, "storage");
        if (dimensions < 0 || dimensions > Limits.DIMENSIONS_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "dimensions: expected 1 to " + Limits.DIMENSIONS_MAX + ", or 0 for 'by the first vector', was "
                            + dimensions);
        }
    }

    /** These with another metric. */
    public CollectionSettings with(DistanceMetric other) {
        return new CollectionSettings(other, dimensions, quantization, storage);
    }

    /** These with other dimensions. */
    public CollectionSettings withDimensions(int other) {
        return new CollectionSettings(metric, other, quantization, storage);
    }

    /** These with another quantization. */
    public CollectionSettings with(Quantization other) {
        return new CollectionSettings(metric, dimensions, other, storage);
    }

    /** These with another storage. */
    public CollectionSettings with(VectorStorage other) {
        return new CollectionSettings(metric, dimensions, quantization, other);
    }
}
