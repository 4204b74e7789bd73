package io.vexfs.core.internal.log;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import java.util.Objects;

/**
 * A collection as the log tells it.
 *
 * @param collection its number, never used again
 * @param directoryNode the node of its directory in the tree of names
 * @param metric how distance is measured
 * @param dimensions components of each vector; 0 while nothing has fixed it
 * @param dimensionsSet whether the dimensions come from settings
 * @param m links of a graph node
 * @param efConstruction candidates kept at insertion
 * @param seed of the random levels
 * @param quantization what searches measure by on their way
 * @param storage where the full vectors are
 */
public record CollectionState(
        int collection,
        int directoryNode,
        DistanceMetric metric,
        int dimensions,
        boolean dimensionsSet,
        int m,
        int efConstruction,
        long seed,
        Quantization quantization,
        VectorStorage storage) {
    /** Checks that nothing is missing. */
    public CollectionState {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(storage, "storage");
    }

    /** The same collection with another quantization and storage. */
    public CollectionState with(Quantization otherQuantization, VectorStorage otherStorage) {
        return new CollectionState(
                collection,
                directoryNode,
                metric,
                dimensions,
                dimensionsSet,
                m,
                efConstruction,
                seed,
                otherQuantization,
                otherStorage);
    }
}
