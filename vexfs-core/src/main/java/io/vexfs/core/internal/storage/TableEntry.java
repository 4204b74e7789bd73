package io.vexfs.core.internal.storage;

import java.util.Objects;

/** One vector as its collection's table holds it. The arrays are this entry's own. */
public final class TableEntry {
    private final VectorKey key;
    private final int ordinal;
    private final float[] vector;
    private final byte[] metadata;

    TableEntry(VectorKey key, int ordinal, float[] vector, byte[] metadata) {
        this.key = Objects.requireNonNull(key, "key");
        this.ordinal = ordinal;
        this.vector = vector;
        this.metadata = metadata;
    }

    /** The key. */
    public VectorKey key() {
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

    /** The encoded metadata; see {@link MetadataCodec}. */
    public byte[] metadata() {
        return metadata;
    }
}
