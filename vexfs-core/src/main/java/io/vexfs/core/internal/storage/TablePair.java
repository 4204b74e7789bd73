package io.vexfs.core.internal.storage;

/** The two entries of a vector, which lie in one volume. */
final class TablePair {
    final VectorKey key;
    final byte[] value;
    final byte[] ordinalKey;
    final byte[] ordinalValue;

    TablePair(VectorKey key, byte[] value, byte[] ordinalKey, byte[] ordinalValue) {
        this.key = key;
        this.value = value;
        this.ordinalKey = ordinalKey;
        this.ordinalValue = ordinalValue;
    }

    /** Puts both; false, with nothing changed, if one finds no room. */
    boolean putInto(TableVolume volume, long bytes) {
        byte[] before = volume.value(ordinalKey);
        if (before != null && before.length < ordinalValue.length) {
            // As with records: a larger value that finds no room would take the old one with it.
            volume.remove(ordinalKey, 0);
        }
        if (volume.put(ordinalKey, ordinalValue, 0) && volume.put(key.sharedBytes(), value, bytes)) {
            return true;
        }
        if (before == null) {
            volume.remove(ordinalKey, 0);
        } else {
            volume.put(ordinalKey, before, 0);
        }
        return false;
    }
}
