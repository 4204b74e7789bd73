package io.vexfs.core.internal.bridge;

import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.filter.Matches;
import io.vexfs.core.internal.filter.MetadataIndex;
import io.vexfs.core.internal.graph.Selection;
import io.vexfs.core.internal.storage.MetadataCodec;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.TableEntry;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which vectors a search may return: those that its filter, its directory and its {@code like} leave. */
final class Selections {
    private static final Path TABLE = Path.of("map");

    private final StoreState state;

    Selections(StoreState state) {
        this.state = state;
    }

    /** The ordinals that a request may return; null for all. The caller holds a reader of the index. */
    @Nullable
    Selection of(LiveCollection live, int self, SearchRequest request) {
        Selection selection = null;
        if (request.where().isPresent()) {
            Matches matches = matches(live, request.where().get());
            selection = Selection.of(matches.bits(), matches.count());
            if (request.below().isPresent()) {
                BitSet both = below(live, request.below().get());
                both.and(matches.bits());
                selection = Selection.of(both);
            }
        } else if (request.below().isPresent()) {
            selection = Selection.of(below(live, request.below().get()));
        }
        if (self < 0) {
            return selection;
        }
        return selection == null ? Selection.except(self) : selection.without(self);
    }

    /** The ordinals of the rows of files below a directory. */
    private BitSet below(LiveCollection live, String directory) {
        BitSet ordinals = new BitSet();
        state.reading().lock();
        try {
            Node top = state.catalog().names().find(StoreState.canonical(directory));
            if (top != null
                    && top.directory()
                    && state.collections().find(live.state().collection()) == live) {
                state.catalog().forEachFileBelow(top, file -> addRows(live, file, ordinals));
            }
        } finally {
            state.reading().unlock();
        }
        return ordinals;
    }

    private static void addRows(LiveCollection live, FileEntry file, BitSet ordinals) {
        if (file.collection() != live.state().collection()) {
            return;
        }
        for (int row = 0; row < file.rows(); row++) {
            int ordinal = live.table().ordinal(VectorKey.ofFile(file.stamp().fileId(), row));
            if (ordinal >= 0) {
                ordinals.set(ordinal);
            }
        }
    }

    private Matches matches(LiveCollection live, Filter filter) {
        try {
            MetadataIndex index = live.metadata();
            if (index == null || !index.complete()) {
                index = state.changingHere() ? own(live) : filled(live);
            }
            return index.matches(filter);
        } catch (VexfsException failure) {
            if (failure.error() == FuseVexfsError.CLOSED) {
                throw new VexfsException(
                        FuseVexfsError.COLLECTION_NOT_FOUND,
                        "the collection was dropped while it was searched",
                        failure);
            }
            throw failure;
        }
    }

    /**
     * An index for one search, whose thread keeps every writer out. It must not wait for a thread that makes the index for
     * all, as that one waits for the names lock.
     */
    private static MetadataIndex own(LiveCollection live) {
        MetadataIndex index = empty(live);
        fill(index, live);
        return index;
    }

    /** The index of a collection's metadata, made at the first filtered search; later ones wait for it. */
    private MetadataIndex filled(LiveCollection live) {
        live.filling().lock();
        try {
            MetadataIndex present = live.metadata();
            if (present != null) {
                return present;
            }
            MetadataIndex index = empty(live);
            begin(live, index);
            boolean complete = false;
            try {
                fill(index, live);
                complete = true;
            } finally {
                if (!complete) {
                    live.metadataForgotten();
                }
            }
            return index;
        } finally {
            live.filling().unlock();
        }
    }

    private static MetadataIndex empty(LiveCollection live) {
        return new MetadataIndex(ordinal -> metadata(live.table(), ordinal));
    }

    private static void fill(MetadataIndex index, LiveCollection live) {
        live.table().forEach(entry -> index.fill(entry.ordinal(), decoded(entry)));
        index.filled();
    }

    /** From here on writers tell the index of every change; none of them is in the middle of one. */
    private void begin(LiveCollection live, MetadataIndex index) {
        state.reading().lock();
        try {
            live.writes().lock();
            try {
                live.metadataFilling(index);
            } finally {
                live.writes().unlock();
            }
        } finally {
            state.reading().unlock();
        }
    }

    private static Metadata metadata(RecordTable table, int ordinal) {
        return table.head(ordinal).map(VectorReads::metadata).orElse(Metadata.empty());
    }

    private static Metadata decoded(TableEntry entry) {
        return MetadataCodec.decode(TABLE, entry.metadata());
    }
}
