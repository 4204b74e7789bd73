package io.vexfs.core.internal.bridge;

import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.storage.MetadataCodec;
import io.vexfs.core.internal.storage.TableEntry;
import io.vexfs.core.internal.storage.TableHead;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads stored vectors, one by its id or all. */
final class VectorReads {
    private static final Path TABLE = Path.of("map");

    private final StoreState state;
    private final IdLookup ids;
    private final Gate gate;

    VectorReads(StoreState state, IdLookup ids, Gate gate) {
        this.state = state;
        this.ids = ids;
        this.gate = gate;
    }

    Optional<StoredVector> get(String collection, String id) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            return ids.find(live, id).flatMap(key -> live.table().get(key).map(entry -> stored(id, entry)));
        } finally {
            state.reading().unlock();
        }
    }

    static StoredVector stored(String id, TableEntry entry) {
        return new StoredVector(id, entry.vector(), MetadataCodec.decode(TABLE, entry.metadata()));
    }

    static Metadata metadata(TableHead head) {
        return MetadataCodec.decode(TABLE, head.metadata());
    }

    /** Passes the gate for each vector anew: the action may use the bridge, even close it. */
    void forEach(String collection, Consumer<StoredVector> action) {
        for (VectorKey key : gate.pass(OperationContext.none(), () -> keys(collection, true))) {
            StoredVector vector = gate.pass(OperationContext.none(), () -> read(collection, key));
            if (vector != null) {
                action.accept(vector);
            }
        }
    }

    private @Nullable StoredVector read(String collection, VectorKey key) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            String shown = ids.shownId(key);
            if (shown == null || live.dimensionless()) {
                return null;
            }
            return live.table().get(key).map(entry -> stored(shown, entry)).orElse(null);
        } finally {
            state.reading().unlock();
        }
    }

    void forEachId(String collection, Consumer<String> action) {
        gate.pass(OperationContext.none(), () -> keys(collection, false)).forEach(key -> action.accept(key.id()));
    }

    private List<VectorKey> keys(String collection, boolean withFiles) {
        List<VectorKey> keys = new ArrayList<>();
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            if (!live.dimensionless()) {
                live.table().forEachKey(key -> {
                    if (withFiles || !key.isFile()) {
                        keys.add(key);
                    }
                });
            }
        } finally {
            state.reading().unlock();
        }
        return keys;
    }
}
