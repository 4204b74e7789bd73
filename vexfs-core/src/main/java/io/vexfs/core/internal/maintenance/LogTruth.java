package io.vexfs.core.internal.maintenance;

import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.catalog.VectorSide;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.api.tuple.primitive.ObjectLongPair;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap;

/**
 * What a store should hold, as its log tells it: the catalog, and of each vector its ordinal and a checksum, so that a
 * store larger than the heap can be looked at.
 */
final class LogTruth {
    private static final long NONE = -1;

    private final Catalog catalog = new Catalog();
    private final Map<Integer, MutableObjectLongMap<VectorKey>> collections = new HashMap<>();
    private final RecordApplier applier = new RecordApplier(catalog, new Vectors());
    private long records;

    void apply(LogRecord record) {
        records++;
        applier.apply(record);
    }

    Catalog catalog() {
        return catalog;
    }

    long records() {
        return records;
    }

    long vectors() {
        return collections.values().stream()
                .mapToLong(MutableObjectLongMap::size)
                .sum();
    }

    int vectors(int collection) {
        MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
        return vectors == null ? 0 : vectors.size();
    }

    /** The ordinal of a key; −1 if it has no vector. */
    int ordinal(int collection, VectorKey key) {
        MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
        long known = vectors == null ? NONE : vectors.getIfAbsent(key, NONE);
        return known == NONE ? -1 : (int) (known >>> Integer.SIZE);
    }

    /** Whether a key's vector and metadata are these. */
    boolean holds(int collection, VectorKey key, float[] vector, byte[] metadata) {
        MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
        return vectors != null && (int) vectors.getIfAbsent(key, NONE) == checksum(vector, metadata);
    }

    /** Gives each key of a collection with its ordinal. */
    void forEach(int collection, KeyAction action) {
        MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
        if (vectors != null) {
            for (ObjectLongPair<VectorKey> known : vectors.keyValuesView()) {
                action.take(known.getOne(), (int) (known.getTwo() >>> Integer.SIZE));
            }
        }
    }

    /** Takes a key and its ordinal. */
    @FunctionalInterface
    interface KeyAction {
        void take(VectorKey key, int ordinal);
    }

    private static int checksum(float[] vector, byte[] metadata) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        crc.update(metadata, 0, metadata.length);
        return (int) crc.getValue();
    }

    /** The vectors' side of the log. */
    private final class Vectors implements VectorSide {
        @Override
        public void made(CollectionState state) {
            collections.put(state.collection(), new ObjectLongHashMap<>());
        }

        @Override
        public void changed(CollectionState state) {
            of(state.collection());
        }

        @Override
        public void dropped(int collection) {
            of(collection);
            collections.remove(collection);
        }

        @Override
        public void put(int collection, VectorEntry entry) {
            long sum = checksum(entry.vector(), entry.metadata()) & 0xffff_ffffL;
            of(collection).put(VectorKey.of(entry.key()), (long) entry.ordinal() << Integer.SIZE | sum);
        }

        @Override
        public void delete(int collection, VectorKey key) {
            MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
            if (vectors != null) {
                vectors.remove(key);
            }
        }

        private MutableObjectLongMap<VectorKey> of(int collection) {
            MutableObjectLongMap<VectorKey> vectors = collections.get(collection);
            if (vectors == null) {
                throw new IllegalStateException("expected a collection that was made, was number " + collection);
            }
            return vectors;
        }
    }
}
