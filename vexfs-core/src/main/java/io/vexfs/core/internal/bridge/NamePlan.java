package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.catalog.NameTree;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records that one change of names takes, in the order in which they apply. Planned against the catalog as it is,
 * under the names lock; nothing changes until the record is committed.
 */
final class NamePlan {
    private final Catalog catalog;
    private final List<LogRecord> records = new ArrayList<>();
    private final Set<Node> kept = new HashSet<>();
    private final Set<Node> gone = new HashSet<>();
    private int nextNode;

    NamePlan(Catalog catalog) {
        this.catalog = catalog;
        this.nextNode = catalog.names().nextId();
    }

    void add(LogRecord record) {
        records.add(record);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Plans that a collection ends and another begins in its place. */
    void replace(CollectionState old, CollectionState by) {
        records.add(new LogRecord.CollectionDropped(old.collection()));
        records.add(new LogRecord.CollectionMade(by));
    }

    /**
     * Plans that collections which lose their last vector by what is planned, and whose dimensions nobody set, have none
     * again; the last thing that is planned.
     */
    void forgetEmptied(LiveCollections collections) {
        Map<Integer, Integer> gained = new HashMap<>();
        int next = catalog.nextCollection();
        for (LogRecord record : records) {
            if (record instanceof LogRecord.FilePut put) {
                gained.merge(put.state().collection(), put.rows().size(), Integer::sum);
                gained.merge(put.oldCollection(), -put.oldRows(), Integer::sum);
            } else if (record instanceof LogRecord.FileRemoved removed) {
                FileEntry file = catalog.file(removed.fileId());
                if (file != null) {
                    gained.merge(file.collection(), -file.rows(), Integer::sum);
                }
            } else if (record instanceof LogRecord.VectorsDeleted deleted) {
                gained.merge(deleted.collection(), -deleted.keys().size(), Integer::sum);
            } else if (record instanceof LogRecord.CollectionMade made) {
                next = Math.max(next, made.state().collection() + 1);
            }
        }
        for (LogRecord record : List.copyOf(records)) {
            if (record instanceof LogRecord.CollectionDropped dropped) {
                gained.remove(dropped.collection());
            }
        }
        for (Map.Entry<Integer, Integer> change : gained.entrySet()) {
            CollectionState old = catalog.collection(change.getKey());
            LiveCollection live = collections.find(change.getKey());
            if (old != null && live != null && change.getValue() < 0 && forgets(live, -change.getValue())) {
                replace(old, RowWriter.shape(old, next++, old.metric(), 0, false));
            }
        }
    }

    /** Whether a collection that loses so many vectors has no dimensions any more. */
    static boolean forgets(LiveCollection live, int lost) {
        CollectionState state = live.state();
        return live.size() == lost && !state.dimensionsSet() && state.dimensions() != 0;
    }

    LogRecord record() {
        return records.size() == 1 ? records.get(0) : new LogRecord.Batch(records);
    }

    /** The node of a directory, made with everything above it where it is missing. */
    int directory(String path) {
        return directory(NameTree.newComponents(path));
    }

    /** The node of the directory that holds a path. */
    int parent(String path) {
        List<String> names = NameTree.newComponents(path);
        return directory(names.subList(0, names.size() - 1));
    }

    private int directory(List<String> names) {
        Node node = catalog.names().root();
        int id = node.id();
        boolean known = true;
        for (String name : names) {
            Node child = known ? childOf(node, name) : null;
            if (child != null && !child.directory()) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT, "expected a directory, was a file: " + child.path());
            }
            if (child == null) {
                known = false;
                id = make(id, name, Node.DIRECTORY);
            } else {
                node = child;
                id = child.id();
                kept.add(child);
            }
        }
        return id;
    }

    private static @Nullable Node childOf(Node directory, String name) {
        for (Node child : directory.children()) {
            if (child.name().equals(name)) {
                return child;
            }
        }
        return null;
    }

    /** A new name. */
    int make(int parent, String name, long fileId) {
        int id = nextNode++;
        records.add(new LogRecord.NodeMade(id, parent, name, fileId));
        return id;
    }

    /** Takes away a file's name, the file with its last one, and directories that then hold nothing. */
    void removeName(Node name) {
        records.add(new LogRecord.NodeRemoved(name.id()));
        gone.add(name);
        FileEntry file = catalog.file(name.fileId());
        if (file != null && gone.containsAll(file.names())) {
            records.add(new LogRecord.FileRemoved(name.fileId()));
        }
        prune(name.parent());
    }

    /** Gives a name another place. */
    void move(Node node, int parent, String name) {
        records.add(new LogRecord.NodeMoved(node.id(), parent, name));
        gone.add(node);
        prune(node.parent());
    }

    /** Takes away everything at and below a directory; collections only if {@code withCollections}. */
    void removeTree(Node top, boolean withCollections) {
        List<Node> nodes = new ArrayList<>();
        catalog.names().forEachBelow(top, nodes::add);
        Collections.reverse(nodes);
        for (Node node : nodes) {
            CollectionState collection = catalog.collectionAt(node);
            if (gone.contains(node)) {
                continue;
            }
            if (!node.directory()) {
                removeName(node);
            } else if (collection == null) {
                prune(node);
            } else if (withCollections) {
                records.add(new LogRecord.CollectionDropped(collection.collection()));
                pruneWithoutCollection(node);
            }
        }
    }

    /** Takes away a directory's node, and those above it, while they hold nothing and are no collection. */
    void prune(@Nullable Node directory) {
        for (Node node = directory; node != null && unused(node); node = node.parent()) {
            records.add(new LogRecord.NodeRemoved(node.id()));
            gone.add(node);
        }
    }

    /** As {@link #prune}, for a directory whose collection this plan drops. */
    void pruneWithoutCollection(Node directory) {
        if (gone.containsAll(directory.children()) && !kept.contains(directory)) {
            records.add(new LogRecord.NodeRemoved(directory.id()));
            gone.add(directory);
            prune(directory.parent());
        }
    }

    private boolean unused(Node node) {
        return node.parent() != null
                && !kept.contains(node)
                && catalog.collectionAt(node) == null
                && gone.containsAll(node.children());
    }
}
