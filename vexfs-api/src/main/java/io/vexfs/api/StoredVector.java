package io.vexfs.api;

import java.util.Objects;

/** A vector as it was stored: its id, its components and its metadata. Immutable. */
public final class StoredVector {
    private final String id;
    private final float[] vector;
    private final Metadata metadata;

    /** A vector of that id; the components are copied. */
    public StoredVector(String id, float[] vector, Metadata metadata) {
        this.id = Objects.requireNonNull(id, "id");
        this.vector = vector.clone();
        this.metadata = Objects.requireNonNull(metadata, "metadata");
    }

    /** The caller's key. */
    public String id() {
        return id;
    }

    /** The components, as stored (not normalised): a copy. */
    public float[] vector() {
        return vector.clone();
    }

    /** How many components there are. */
    public int dimensions() {
        return vector.length;
    }

    /** The metadata; empty if none was given. */
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public String toString() {
        return "StoredVector[" + id + ", " + vector.length + " dimensions, " + metadata + "]";
    }
}
