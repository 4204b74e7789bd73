package io.vexfs.core.internal.bridge;

import io.vexfs.api.Metadata;
import io.vexfs.core.internal.storage.MetadataCodec;
import io.vexfs.core.internal.storage.VectorKey;

/** A vector on its way into a collection. Holds its arrays without copying; nobody changes them. */
final class PutRow {
    private final VectorKey key;
    private final float[] vector;
    private final byte[] metadata;
    private final String place;

    /** @param place what messages call it */
    PutRow(VectorKey key, float[] vector, Metadata metadata, String place) {
        this.key = key;
        this.vector = vector;
        this.metadata = MetadataCodec.encode(metadata);
        this.place = place;
    }

    VectorKey key() {
        return key;
    }

    float[] vector() {
        return vector;
    }

    /** The encoded metadata. */
    byte[] metadata() {
        return metadata;
    }

    String place() {
        return place;
    }
}
