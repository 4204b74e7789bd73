package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.catalog.VectorSide;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.VectorKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vectors' side of a replay: every table is made again, and for each collection it is noted which ordinals changed
 * behind its graph snapshot.
 */
final class ReplayedVectors implements VectorSide {
    private final Path mapDirectory;
    private final SnapshotFiles snapshots;
    private final long lastSequence;
    private final Map<Integer, ReplayedCollection> collections = new HashMap<>();
    private long sequence;

    ReplayedVectors(Path mapDirectory, SnapshotFiles snapshots, long lastSequence) {
        this.mapDirectory = mapDirectory;
        this.snapshots = snapshots;
        this.lastSequence = lastSequence;
    }

    /** The record that is applied next. */
    void at(long nextSequence) {
        sequence = nextSequence;
    }

    Map<Integer, ReplayedCollection> collections() {
        return collections;
    }

    @Override
    public void made(CollectionState state) {
        try {
            RecordTable table = state.dimensions() == 0 ? null : RecordTable.make(mapDirectory, state.collection());
            collections.put(
                    state.collection(),
                    new ReplayedCollection(
                            state, table, snapshots.newestGraph(state.collection(), sequence, lastSequence)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void changed(CollectionState state) {
        collection(state.collection()).changed(sequence, state);
    }

    @Override
    public void dropped(int collection) {
        RecordTable table = collection(collection).table();
        collections.remove(collection);
        if (table != null) {
            table.delete();
        }
    }

    @Override
    public void put(int collection, VectorEntry entry) {
        ReplayedCollection target = collection(collection);
        RecordTable table = table(target);
        VectorKey key = VectorKey.of(entry.key());
        target.touched(sequence, table.ordinal(key));
        target.touched(sequence, entry.ordinal());
        table.reserve(1, RecordTable.roomFor(key, entry.vector().length, entry.metadata().length));
        table.put(key, entry.ordinal(), entry.vector(), entry.metadata());
    }

    @Override
    public void delete(int collection, VectorKey key) {
        ReplayedCollection target = collections.get(collection);
        if (target != null && target.table() != null) {
            RecordTable table = table(target);
            target.touched(sequence, table.ordinal(key));
            table.remove(key);
        }
    }

    private ReplayedCollection collection(int number) {
        ReplayedCollection collection = collections.get(number);
        if (collection == null) {
            throw unknown(number);
        }
        return collection;
    }

    private RecordTable table(ReplayedCollection collection) {
        @Nullable RecordTable table = collection.table();
        if (table == null) {
            throw unknown(collection.state().collection());
        }
        return table;
    }

    private IllegalStateException unknown(int number) {
        return new IllegalStateException(
                "log record " + sequence + ": expected a collection with dimensions, was collection " + number);
    }
}
