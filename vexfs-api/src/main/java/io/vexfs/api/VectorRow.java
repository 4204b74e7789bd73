package io.vexfs.api;

import java.util.Objects;
import java.util.Optional;

/** One vector of a file: its components, its metadata and, where the format carries one, its id. Immutable. */
public final class VectorRow {
    private final Optional<String> id;
    private final float[] vector;
    private final Metadata metadata;

    /** A row; the components are copied. */
    public VectorRow(Optional<String> id, float[] vector, Metadata metadata) {
        this.id = Objects.requireNonNull(id, "id");
        this.vector = vector.clone();
        this.metadata = Objects.requireNonNull(metadata, "metadata");
    }

    /** A row without id and metadata. */
    public static VectorRow of(float... vector) {
        return new VectorRow(Optional.empty(), vector, Metadata.empty());
    }

    /** The id in the file, if its format carries one. */
    public Optional<String> id() {
        return id;
    }

    /** The components: a copy. */
    public float[] vector() {
        return vector.clone();
    }

    /** How many components there are. */
    public int dimensions() {
        return vector.length;
    }

    /** The metadata; empty if the file has none. */
    public Metadata metadata() {
        return metadata;
    }
}
