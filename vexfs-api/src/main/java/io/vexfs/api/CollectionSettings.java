package io.vexfs.api;

import java.util.Objects;

/**
 * What the vectors of a collection have in common.
 *
 * @param metric how distance is measured
 * @param dimensions components of each vector, 1 to {@link Limits#DIMENSIONS_MAX}; 0: the first vector fixes it
 * @param quantization how coarsely searches may look at vectors on their way
 */
public record CollectionSettings(DistanceMetric metric, int dimensions, Quantization quantization) {
    /** Cosine, and the first vector fixes the dimensions. */
    public static final CollectionSettings DEFAULT = new CollectionSettings(DistanceMetric.COSINE, 0);

    /** Settings of a collection that is searched in full precision. */
    public CollectionSettings(DistanceMetric metric, int dimensions) {
        this(metric, dimensions, Quantization.NONE);
    }

    /** Checks the range. */
    public CollectionSettings {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quantization, "quantization");
        if (dimensions < 0 || dimensions > Limits.DIMENSIONS_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "dimensions: expected 1 to " + Limits.DIMENSIONS_MAX + ", or 0 for 'by the first vector', was "
                            + dimensions);
        }
    }
}
