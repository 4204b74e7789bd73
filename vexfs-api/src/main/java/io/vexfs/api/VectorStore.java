package io.vexfs.api;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A collection's durable vectors by id. Every method is safe from many threads.
 *
 * <p>A write that returned is kept as the store's {@link Durability} says; a write that threw changed nothing.
 */
public interface VectorStore extends AutoCloseable {
    /** Components of each vector; 0 while the first vector has not fixed it. */
    int dimensions();

    /** How distance is measured. */
    DistanceMetric metric();

    /** How many vectors there are. */
    long size();

    /**
     * Stores a vector, replacing the one of the same id.
     *
     * @param id 1 to {@link Limits#ID_BYTES_MAX} bytes in UTF-8
     * @param vector {@link #dimensions()} finite components; not all zero under cosine, and under L2 and dot of squares
     *     that sum to at most a quarter of {@link Float#MAX_VALUE}
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR},
     *     {@link FuseVexfsError#INVALID_ARGUMENT} for the id, {@link FuseVexfsError#NO_SPACE},
     *     {@link FuseVexfsError#READ_ONLY}, {@link FuseVexfsError#CLOSED}
     */
    void put(String id, float[] vector, Metadata metadata);

    /** Stores a vector without metadata. */
    default void put(String id, float[] vector) {
        put(id, vector, Metadata.empty());
    }

    /** The vector of that id, as it was stored. */
    Optional<StoredVector> get(String id);

    /** Removes a vector; false if there was none. */
    boolean delete(String id);

    /** Gives every vector to {@code action}, in no order; one that is written meanwhile may or may not be among them. */
    void forEach(Consumer<StoredVector> action);

    /** Returns when every acknowledged write is on the disk. */
    void sync();

    /** Gives up the handle; idempotent. Use after close is {@link FuseVexfsError#CLOSED}. */
    @Override
    void close();
}
