package io.vexfs.core.internal.catalog;

import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.graph.GraphShape;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The open collections by number. Safe from many threads; who applies records holds the locks that they need. */
public final class LiveCollections implements VectorSide {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.store");

    private final Path mapDirectory;
    private final ConcurrentMap<Integer, LiveCollection> collections = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, LiveCollection> prepared = new ConcurrentHashMap<>();

    /** None yet; tables are made in {@code mapDirectory}. */
    public LiveCollections(Path mapDirectory) {
        this.mapDirectory = mapDirectory;
    }

    /** Every open collection, in no order. */
    public Collection<LiveCollection> all() {
        return collections.values();
    }

    /** The collection of that number; null if it was dropped. */
    public @Nullable LiveCollection find(int collection) {
        return collections.get(collection);
    }

    /** Closes every table and index; for good. */
    public void close() {
        for (LiveCollection live : collections.values()) {
            live.close();
        }
    }

    /** Takes in a collection that recovery or a snapshot brought back. */
    public void add(LiveCollection collection) {
        collections.put(collection.state().collection(), collection);
    }

    /** A collection that its {@code CollectionMade} record will take in, so that room can be made in it before. */
    public LiveCollection prepare(CollectionState state) {
        return prepared.computeIfAbsent(state.collection(), number -> empty(state));
    }

    /** Gives up a prepared collection whose record was not logged. */
    public void discard(int collection) {
        delete(prepared.remove(collection));
    }

    /** Files that stay behind only take room: their number is never given again, so the change need not fail. */
    private static void delete(@Nullable LiveCollection live) {
        if (live == null || live.dimensionless()) {
            return;
        }
        try {
            live.delete();
        } catch (VexfsException failed) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "map files of the dropped collection number {0} are left behind: {1}",
                    String.valueOf(live.state().collection()),
                    failed.getMessage());
        }
    }

    private LiveCollection empty(CollectionState state) {
        if (state.dimensions() == 0) {
            return new LiveCollection(state);
        }
        RecordTable table = RecordTable.make(mapDirectory, state.collection());
        return new LiveCollection(state, table, newIndex(state, table.vectorsFile()));
    }

    /**
     * A new, empty index.
     *
     * @param file is made if the vectors are to be mapped
     */
    public static VectorIndex newIndex(CollectionState state, Path file) {
        GraphShape shape = new GraphShape(state.m(), state.efConstruction(), state.seed());
        VectorIndex index = state.storage() == VectorStorage.MAPPED
                ? new VectorIndex(state.dimensions(), state.metric(), shape, file)
                : new VectorIndex(state.dimensions(), state.metric(), shape);
        index.quantize(state.quantization());
        return index;
    }

    @Override
    public void made(CollectionState state) {
        LiveCollection live = prepared.remove(state.collection());
        collections.put(state.collection(), live == null ? empty(state) : live);
    }

    @Override
    public void changed(CollectionState state) {
        LiveCollection live = collections.get(state.collection());
        if (live != null) {
            live.changed(state);
        }
    }

    @Override
    public void dropped(int collection) {
        delete(collections.remove(collection));
    }

    @Override
    public void put(int collection, VectorEntry entry) {
        LiveCollection live = collections.get(collection);
        if (live == null) {
            throw new IllegalStateException("put into collection " + collection + ", which is not open");
        }
        live.put(entry);
    }

    @Override
    public void delete(int collection, VectorKey key) {
        LiveCollection live = collections.get(collection);
        if (live != null && !live.dimensionless()) {
            live.delete(key);
        }
    }
}
