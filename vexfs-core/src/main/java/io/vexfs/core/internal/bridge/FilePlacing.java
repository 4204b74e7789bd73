package io.vexfs.core.internal.bridge;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.log.VectorFileState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one reading of a file goes: its name, its collection, and what it replaces. Used once, under the names lock.
 *
 * <p>The collection is the nearest above the file's oldest name. A collection whose dimensions nobody set gets them
 * from this file if the file may fix them and no other vectors are there; since dimensions are fixed for the life of a
 * collection's number, that is a new number.
 */
final class FilePlacing {
    private final StoreState state;
    private final RowWriter rows;
    private final String path;
    private final FileStamp stamp;
    private final boolean fixesDimensions;
    private final @Nullable FileEntry known;
    private final @Nullable FileEntry replaced;
    private final CollectionState nearest;
    private final NamePlan plan;
    private final int node;
    private LiveCollection live;
    private int[] ordinals = new int[0];

    FilePlacing(StoreState state, RowWriter rows, String path, FileStamp stamp, boolean fixesDimensions) {
        this.state = state;
        this.rows = rows;
        this.path = path;
        this.stamp = stamp;
        this.fixesDimensions = fixesDimensions;
        Catalog catalog = state.catalog();
        plan = new NamePlan(catalog);
        known = catalog.file(stamp.fileId());
        nearest = catalog.nearestCollection(known == null ? path : known.path());
        live = state.live(nearest);
        Node there = catalog.names().find(path);
        if (there != null && there.directory()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "expected the name of a file, was a directory: " + path);
        }
        FileEntry thereFile = there == null ? null : catalog.file(there.fileId());
        replaced = thereFile == known || thereFile == null || thereFile.names().size() > 1 ? null : thereFile;
        node = name(there);
    }

    private int name(@Nullable Node there) {
        if (there != null && there.fileId() == stamp.fileId()) {
            return there.id();
        }
        int parent = plan.parent(path);
        if (there != null) {
            plan.removeName(there);
        }
        return plan.make(parent, path.substring(path.lastIndexOf('/') + 1), stamp.fileId());
    }

    /** Stores what was read in one record and gives its sequence number. */
    long commit(FileStatus status, List<PutRow> puts) {
        if (status.kind() == FileStatus.Kind.CONFLICT && known != null) {
            live = live(known);
            plan.add(new LogRecord.FilePut(
                    new VectorFileState(node, stamp, status, known.collection(), known.rows()), -1, 0, List.of()));
            return rows.commit(live, ordinals, plan.record());
        }
        CollectionState target = target(puts);
        rows.requireFit(puts, target);
        boolean fresh = target.collection() != nearest.collection();
        boolean committed = false;
        try {
            if (fresh) {
                live = state.collections().prepare(target);
            }
            ordinals = rows.reserve(live, puts);
            addRecords(target, fresh, status, rows.entries(puts, ordinals));
            plan.forgetEmptied(state.collections());
            long sequence = rows.commit(live, ordinals, plan.record());
            committed = true;
            return sequence;
        } finally {
            if (fresh && !committed) {
                state.collections().discard(target.collection());
            }
        }
    }

    private void addRecords(CollectionState target, boolean fresh, FileStatus status, List<VectorEntry> entries) {
        // The rows of a collection that is dropped go with it.
        FileEntry old = fresh && known != null && known.collection() == nearest.collection() ? null : known;
        if (fresh) {
            plan.replace(nearest, target);
        }
        plan.add(new LogRecord.FilePut(
                new VectorFileState(node, stamp, status, target.collection(), entries.size()),
                old == null ? -1 : old.collection(),
                old == null ? 0 : old.rows(),
                entries));
    }

    /** The collection as it must be for these rows: the nearest one, or one that takes its place. */
    private CollectionState target(List<PutRow> puts) {
        if (puts.isEmpty() || nearest.dimensionsSet()) {
            return nearest;
        }
        int found = puts.get(0).vector().length;
        boolean alone = live.size() == rowsHere(known) + rowsHere(replaced);
        if (nearest.dimensions() == found || !alone) {
            return nearest;
        }
        if (fixesDimensions) {
            return RowWriter.shape(nearest, state.catalog().nextCollection(), nearest.metric(), found, false);
        }
        if (nearest.dimensions() == 0) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: collection "
                            + state.catalog().name(nearest.collection()) + " has none yet, was " + found + " ("
                            + puts.get(0).place() + ")");
        }
        return nearest;
    }

    private int rowsHere(@Nullable FileEntry file) {
        return file != null && file.collection() == nearest.collection() ? file.rows() : 0;
    }

    private LiveCollection live(FileEntry file) {
        LiveCollection collection = state.collections().find(file.collection());
        return collection == null ? live : collection;
    }

    /** The collection that took the rows. */
    LiveCollection live() {
        return live;
    }

    /** The ordinals of the rows. */
    int[] ordinals() {
        return ordinals;
    }
}
