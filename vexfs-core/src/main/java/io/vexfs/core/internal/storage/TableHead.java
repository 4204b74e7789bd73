package io.vexfs.core.internal.storage;

import java.util.Objects;

/** What a table knows of an ordinal without reading its vector. The array is this head's own. */
public final class TableHead {
    private final VectorKey key;
    private final byte[] metadata;

    TableHead(VectorKey key, byte[] metadata) {
        this.key = Objects.requireNonNull(key, "key");
        this.metadata = metadata;
    }

    /** The key of the vector. */
    public VectorKey key() {
        return key;
    }

    /** The encoded metadata; see {@link MetadataCodec}. */
    public byte[] metadata() {
        return metadata;
    }
}
