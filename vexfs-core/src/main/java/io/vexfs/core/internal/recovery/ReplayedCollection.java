package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.storage.RecordTable;
import java.util.BitSet;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A collection that is being brought back: its new table, and what changed behind its graph snapshot. */
final class ReplayedCollection {
    private final @Nullable RecordTable table;
    private OptionalLong snapshot;
    private final BitSet touched = new BitSet();
    private CollectionState state;

    ReplayedCollection(CollectionState state, @Nullable RecordTable table, OptionalLong snapshot) {
        this.state = state;
        this.table = table;
        this.snapshot = snapshot;
    }

    CollectionState state() {
        return state;
    }

    /** Takes over settings; a graph that was measured otherwise before does not help. */
    void changed(long sequence, CollectionState newState) {
        if (newState.metric() != state.metric() && snapshot.isPresent() && sequence > snapshot.getAsLong()) {
            snapshot = OptionalLong.empty();
        }
        state = newState;
    }

    /** The table; null while the collection has no dimensions. */
    @Nullable
    RecordTable table() {
        return table;
    }

    /** The log sequence of the graph snapshot that may be used. */
    OptionalLong snapshot() {
        return snapshot;
    }

    /** Notes an ordinal that a record behind the snapshot put or freed; −1 is none. */
    void touched(long sequence, int ordinal) {
        if (ordinal >= 0 && snapshot.isPresent() && sequence > snapshot.getAsLong()) {
            touched.set(ordinal);
        }
    }

    BitSet touched() {
        return touched;
    }
}
