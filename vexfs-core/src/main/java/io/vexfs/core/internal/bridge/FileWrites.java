package io.vexfs.core.internal.bridge;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.NameTree;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.storage.VectorKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of files. Every change is one log record: names, file and rows together, so that after a crash a file has
 * all of its old rows or all of its new ones.
 */
final class FileWrites implements FileVectors {
    private final StoreState state;
    private final Journal journal;
    private final RowWriter rows;
    private final Gate gate;
    private final EngineMetrics metrics;

    FileWrites(StoreState state, Journal journal, RowWriter rows, Gate gate, EngineMetrics metrics) {
        this.state = state;
        this.journal = journal;
        this.rows = rows;
        this.gate = gate;
        this.metrics = metrics;
    }

    @Override
    public VectorFile index(
            String path, FileStamp stamp, List<VectorRow> vectors, boolean fixesDimensions, OperationContext context) {
        String name = StoreState.canonical(path);
        List<PutRow> puts = new ArrayList<>(vectors.size());
        for (VectorRow vector : vectors) {
            String place = vectors.size() == 1 ? name : name + " row " + puts.size();
            VectorKey key = VectorKey.ofFile(stamp.fileId(), puts.size());
            puts.add(new PutRow(key, vector.vector(), vector.metadata(), place));
        }
        return gate.timed(metrics.store(), context, () -> put(name, stamp, FileStatus.INDEXED, puts, fixesDimensions));
    }

    @Override
    public VectorFile refuse(String path, FileStamp stamp, FileStatus status, OperationContext context) {
        if (status.kind() == FileStatus.Kind.INDEXED) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "status of a refused file: expected a reason, was indexed (" + path + ")");
        }
        return gate.pass(context, () -> put(StoreState.canonical(path), stamp, status, List.of(), false));
    }

    private VectorFile put(String path, FileStamp stamp, FileStatus status, List<PutRow> puts, boolean fixes) {
        journal.requireWritable();
        FilePlacing placing;
        long sequence;
        VectorFile shown;
        state.changing().lock();
        try {
            placing = new FilePlacing(state, rows, path, stamp, fixes);
            sequence = placing.commit(status, puts);
            shown = state.catalog().shown(Objects.requireNonNull(state.catalog().file(stamp.fileId())));
        } finally {
            state.changing().unlock();
        }
        rows.stored(placing.live(), placing.ordinals(), Origin.FILE);
        journal.await(sequence);
        return shown;
    }

    @Override
    public void link(String existing, String added, OperationContext context) {
        String to = StoreState.canonical(added);
        change(context, plan -> {
            FileEntry file = state.catalog().file(StoreState.canonical(existing));
            if (file == null) {
                return;
            }
            int parent = plan.parent(to);
            Node there = state.catalog().names().find(to);
            if (there == null || there.fileId() != file.stamp().fileId()) {
                replace(there, plan);
                plan.make(parent, lastName(to), file.stamp().fileId());
            }
        });
    }

    @Override
    public boolean remove(String path, OperationContext context) {
        String name = StoreState.canonical(path);
        return gate.timed(
                metrics.delete(),
                context,
                () -> change(plan -> {
                    Node node = state.catalog().names().find(name);
                    if (node != null && node.directory()) {
                        plan.removeTree(node, false);
                    } else if (node != null) {
                        plan.removeName(node);
                    }
                }));
    }

    @Override
    public void move(String from, String to, OperationContext context) {
        String source = StoreState.canonical(from);
        String target = StoreState.canonical(to);
        if (source.equals(target)) {
            return;
        }
        change(context, plan -> {
            Catalog catalog = state.catalog();
            Node node = catalog.names().find(source);
            Node there = catalog.names().find(target);
            if (node == null && there == null) {
                return;
            }
            requireMovable(source, node, target, there);
            if (node != null && there != null && !node.directory() && node.fileId() == there.fileId()) {
                return;
            }
            int parent = node == null ? NameTree.ROOT : plan.parent(target);
            replace(there, plan);
            if (node != null) {
                plan.move(node, parent, lastName(target));
            }
        });
    }

    /** As rename: nothing goes below itself, nor onto a directory that holds it. */
    private static void requireMovable(String source, @Nullable Node node, String target, @Nullable Node there) {
        boolean root = there != null && there.parent() == null;
        boolean around = node != null && there != null && node.isAtOrBelow(there);
        boolean into = node != null && (node.parent() == null || NameTree.isBelow(target, source));
        if (root || around || into) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "move: expected a place outside of " + source + " and below the root, was " + target);
        }
    }

    /** Plans that what stands at a name goes, because something else takes it. */
    private void replace(@Nullable Node there, NamePlan plan) {
        if (there == null) {
            return;
        }
        if (!there.directory()) {
            plan.removeName(there);
            return;
        }
        state.catalog().names().forEachBelow(there, node -> {
            CollectionState collection = state.catalog().collectionAt(node);
            if (collection != null && state.live(collection).size() > 0) {
                throw new VexfsException(
                        FuseVexfsError.NOT_EMPTY,
                        "directory " + there.path() + " cannot be replaced: collection " + node.path() + " holds "
                                + state.live(collection).size() + " vectors");
            }
        });
        plan.removeTree(there, true);
    }

    private void change(OperationContext context, PlannedChange planned) {
        gate.pass(context, () -> change(planned));
    }

    private boolean change(PlannedChange planned) {
        journal.requireWritable();
        long sequence;
        state.changing().lock();
        try {
            NamePlan plan = new NamePlan(state.catalog());
            planned.plan(plan);
            if (plan.isEmpty()) {
                return false;
            }
            plan.forgetEmptied(state.collections());
            sequence = journal.commit(plan.record());
        } finally {
            state.changing().unlock();
        }
        journal.await(sequence);
        return true;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public Optional<VectorFile> file(String path) {
        return read(() -> shown(state.catalog().file(StoreState.canonical(path))));
    }

    @Override
    public Optional<VectorFile> file(long fileId) {
        return read(() -> shown(state.catalog().file(fileId)));
    }

    private Optional<VectorFile> shown(@Nullable FileEntry file) {
        return file == null ? Optional.empty() : Optional.of(state.catalog().shown(file));
    }

    @Override
    public String collectionOf(String path) {
        return read(() -> state.catalog()
                .name(state.catalog()
                        .nearestCollection(StoreState.canonical(path))
                        .collection()));
    }

    @Override
    public void forEachBelow(String directory, Consumer<VectorFile> action) {
        List<VectorFile> files = read(() -> {
            List<VectorFile> below = new ArrayList<>();
            Node top = state.catalog().names().find(StoreState.canonical(directory));
            if (top != null) {
                Set<FileEntry> seen = new HashSet<>();
                state.catalog().forEachFileBelow(top, file -> {
                    if (file.names().size() == 1 || seen.add(file)) {
                        below.add(state.catalog().shown(file));
                    }
                });
            }
            return below;
        });
        files.forEach(action);
    }

    private <T> T read(Supplier<T> question) {
        return gate.pass(OperationContext.none(), () -> {
            state.reading().lock();
            try {
                return question.get();
            } finally {
                state.reading().unlock();
            }
        });
    }

    /** Plans a change under the names lock; nothing if there is nothing to change. */
    @FunctionalInterface
    private interface PlannedChange {
        void plan(NamePlan plan);
    }
}
