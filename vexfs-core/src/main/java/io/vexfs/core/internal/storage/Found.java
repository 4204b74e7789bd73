package io.vexfs.core.internal.storage;

/** A value where it lies. Nobody may change its bytes. */
final class Found {
    private final TableVolume volume;
    private final byte[] value;

    Found(TableVolume volume, byte[] value) {
        this.volume = volume;
        this.value = value;
    }

    TableVolume volume() {
        return volume;
    }

    byte[] value() {
        return value;
    }

    /** The ordinal in the value of a record, which is checked first. */
    int ordinal(VectorKey key) {
        return TableCodec.ordinal(volume.file(), key, value);
    }

    /** What the record takes at most; the value was checked before. */
    long cost(VectorKey key) {
        return TableCodec.cost(key.sharedBytes().length, value.length, TableCodec.metadataBytes(value));
    }
}
