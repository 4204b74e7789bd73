package io.vexfs.core.internal.log;

import java.util.Arrays;
import java.util.Objects;

/** One vector in a log record. Holds its arrays without copying; nobody may change them. */
public final class VectorEntry {
    private final byte[] key;
    private final int ordinal;
    private final float[] vector;
    private final byte[] metadata;

    /** A vector under its key, with the ordinal that the collection's index gave it; ordinals are not negative. */
    public VectorEntry(byte[] key, int ordinal, float[] vector, byte[] metadata) {
        this.key = Objects.requireNonNull(key, "key");
        this.ordinal = ordinal;
        this.vector = Objects.requireNonNull(vector, "vector");
        this.metadata = Objects.requireNonNull(metadata, "metadata");
        if (ordinal < 0) {
            throw new IllegalArgumentException("ordinal: expected 0 or more, was " + ordinal);
        }
    }

    /** The key's bytes. */
    public byte[] key() {
        return key;
    }

    /** Its place in the collection's index. */
    public int ordinal() {
        return ordinal;
    }

    /** The components. */
    public float[] vector() {
        return vector;
    }

    /** The encoded metadata. */
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorEntry entry
                && ordinal == entry.ordinal
                && Arrays.equals(key, entry.key)
                && Arrays.equals(vector, entry.vector)
                && Arrays.equals(metadata, entry.metadata);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + ordinal;
    }

    @Override
    public String toString() {
        return "VectorEntry[ordinal=" + ordinal + ", dimensions=" + vector.length + "]";
    }
}
