package io.vexfs.core.internal.catalog;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorFileState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names, files and collections as the log tells them, without any vector. Changed by {@link #apply} alone, live and in
 * recovery alike. Not safe from several threads: the bridge's names lock guards it.
 */
public final class Catalog {
    private static final int NONE = -1;

    private final NameTree names = new NameTree();
    private final MutableLongObjectMap<FileEntry> files = new LongObjectHashMap<>();
    private final MutableIntObjectMap<CollectionState> collections = new IntObjectHashMap<>();
    private final MutableIntIntMap collectionByNode = new IntIntHashMap();
    private int nextCollection;

    /** The tree of names. */
    public NameTree names() {
        return names;
    }

    /** A number that no collection had before. */
    public int nextCollection() {
        return nextCollection;
    }

    /** Every collection's state, in no order. */
    public Collection<CollectionState> collections() {
        return collections.values();
    }

    /** Every file, in no order. */
    public Collection<FileEntry> files() {
        return files.values();
    }

    /** The file of that id; null if it is not known. */
    public @Nullable FileEntry file(long fileId) {
        return files.get(fileId);
    }

    /** The file of that name; null if there is none. */
    public @Nullable FileEntry file(String path) {
        Node node = names.find(path);
        return node == null || node.directory() ? null : files.get(node.fileId());
    }

    /** What a frontend is told of a file. */
    public VectorFile shown(FileEntry file) {
        // Without rows a file is in no collection, and the number that it was read under may be gone.
        CollectionState rowsAre = file.rows() == 0 ? null : collections.get(file.collection());
        CollectionState shown = rowsAre == null ? nearestCollection(file.path()) : rowsAre;
        return file.shown(name(shown.collection()));
    }

    /** The collection of that number; null if it was dropped. */
    public @Nullable CollectionState collection(int number) {
        return collections.get(number);
    }

    /** The collection of that name; null if there is none. */
    public @Nullable CollectionState collection(String name) {
        Node node = names.find(name);
        return node == null ? null : collectionAt(node);
    }

    /** The collection of exactly that directory; null if it is none. */
    public @Nullable CollectionState collectionAt(Node node) {
        int number = collectionByNode.getIfAbsent(node.id(), NONE);
        return number == NONE ? null : collections.get(number);
    }

    /** The nearest collection at or above a path. */
    public CollectionState nearestCollection(String path) {
        for (Node node = names.nearest(path); node != null; node = node.parent()) {
            CollectionState state = collectionAt(node);
            if (state != null) {
                return state;
            }
        }
        throw new VexfsException(FuseVexfsError.CORRUPT, "the store has no root collection");
    }

    /** The shown name of a collection: its directory's path. */
    public String name(int collection) {
        CollectionState state = collections.get(collection);
        return state == null ? "/" : names.node(state.directoryNode()).path();
    }

    /** Gives every file with a name at or below {@code top}, once for each such name. */
    public void forEachFileBelow(Node top, Consumer<FileEntry> action) {
        names.forEachBelow(top, node -> {
            FileEntry file = node.directory() ? null : files.get(node.fileId());
            if (file != null) {
                action.accept(file);
            }
        });
    }

    /** Takes over what a record says of names, files and collections. */
    public void apply(LogRecord record) {
        if (record instanceof LogRecord.Batch batch) {
            batch.records().forEach(this::apply);
        } else if (record instanceof LogRecord.NodeMade made) {
            names.make(made.node(), made.parent(), made.name(), made.fileId());
            FileEntry file = files.get(made.fileId());
            if (file != null) {
                file.names().add(names.node(made.node()));
            }
        } else if (record instanceof LogRecord.NodeMoved moved) {
            names.move(moved.node(), moved.parent(), moved.name());
        } else if (record instanceof LogRecord.NodeRemoved removed) {
            removeNode(names.node(removed.node()));
        } else if (record instanceof LogRecord.FilePut put) {
            putFile(put.state());
        } else if (record instanceof LogRecord.FileRemoved removed) {
            files.remove(removed.fileId());
        } else if (record instanceof LogRecord.CollectionMade made) {
            putCollection(made.state());
        } else if (record instanceof LogRecord.CollectionChanged changed) {
            putCollection(changed.state());
        } else if (record instanceof LogRecord.CollectionDropped dropped) {
            dropCollection(dropped.collection());
        } else if (record instanceof LogRecord.Counters counters) {
            restoreCounters(counters.nextNode(), counters.nextCollection());
        }
    }

    private void removeNode(Node node) {
        FileEntry file = files.get(node.fileId());
        if (file != null) {
            file.names().remove(node);
        }
        names.remove(node.id());
    }

    private void putFile(VectorFileState state) {
        FileEntry file = files.get(state.fileId());
        if (file == null) {
            file = new FileEntry(state.stamp(), state.status(), state.collection(), state.rows());
            file.names().add(names.node(state.node()));
            files.put(state.fileId(), file);
        } else {
            file.read(state.stamp(), state.status(), state.collection(), state.rows());
        }
    }

    /**
     * Gives records that lead from an empty catalog to this one: the counters, directories, collections, and each file
     * with its names. No record is a batch of more than {@code batch} parts.
     */
    public void forEachRecord(int batch, Consumer<LogRecord> action) {
        List<LogRecord> parts = new ArrayList<>();
        Consumer<LogRecord> add = part -> {
            parts.add(part);
            if (parts.size() == batch) {
                action.accept(new LogRecord.Batch(parts));
                parts.clear();
            }
        };
        add.accept(new LogRecord.Counters(names.nextId(), nextCollection));
        names.forEachBelow(names.root(), node -> {
            if (node.directory() && node.parent() != null) {
                add.accept(made(node));
            }
        });
        for (CollectionState state : collections.values()) {
            add.accept(new LogRecord.CollectionMade(state));
        }
        for (FileEntry file : files.values()) {
            List<Node> named = file.names();
            VectorFileState read =
                    new VectorFileState(named.get(0).id(), file.stamp(), file.status(), file.collection(), file.rows());
            add.accept(made(named.get(0)));
            add.accept(new LogRecord.FilePut(read, -1, 0, List.of()));
            named.subList(1, named.size()).forEach(name -> add.accept(made(name)));
        }
        if (!parts.isEmpty()) {
            action.accept(new LogRecord.Batch(parts));
        }
    }

    private static LogRecord made(Node node) {
        Node parent = Objects.requireNonNull(node.parent(), "the root is never made");
        return new LogRecord.NodeMade(node.id(), parent.id(), node.name(), node.fileId());
    }

    void restoreCounters(int nextNode, int collection) {
        names.nextIdAtLeast(nextNode);
        nextCollection = Math.max(nextCollection, collection);
    }

    void restoreFile(int[] nodes, FileStamp stamp, FileStatus status, int collection, int rows) {
        FileEntry file = new FileEntry(stamp, status, collection, rows);
        for (int number : nodes) {
            Node node = names.node(number);
            if (node.fileId() != stamp.fileId() || file.names().contains(node)) {
                throw new VexfsException(
                        FuseVexfsError.CORRUPT,
                        "expected a name of file " + stamp.fileId() + " once, was " + node.path());
            }
            file.names().add(node);
        }
        if (nodes.length == 0 || rows < 0 || files.containsKey(stamp.fileId())) {
            throw new VexfsException(
                    FuseVexfsError.CORRUPT,
                    "file " + stamp.fileId() + ": expected one with names and 0 rows or more, was " + nodes.length
                            + " names and " + rows + " rows, or it is there twice");
        }
        files.put(stamp.fileId(), file);
    }

    private void putCollection(CollectionState state) {
        if (state.collection() < 0 || !names.node(state.directoryNode()).directory()) {
            throw new VexfsException(FuseVexfsError.CORRUPT, "expected a collection in a directory, was " + state);
        }
        collections.put(state.collection(), state);
        collectionByNode.put(state.directoryNode(), state.collection());
        nextCollection = Math.max(nextCollection, state.collection() + 1);
    }

    private void dropCollection(int number) {
        CollectionState state = collections.remove(number);
        if (state != null && collectionByNode.getIfAbsent(state.directoryNode(), NONE) == number) {
            collectionByNode.remove(state.directoryNode());
        }
    }
}
