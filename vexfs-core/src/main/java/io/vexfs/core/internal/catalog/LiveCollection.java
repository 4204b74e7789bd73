package io.vexfs.core.internal.catalog;

import io.vexfs.api.IndexStatus;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.filter.MetadataIndex;
import io.vexfs.core.internal.graph.IndexCondition;
import io.vexfs.core.internal.graph.VectorHome;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.MetadataCodec;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.TableMark;
import io.vexfs.core.internal.storage.VectorKey;
import io.vexfs.core.internal.storage.VolumeMark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An open collection: its table (by key) and its index (by ordinal), which hold the same vectors. One without
 * dimensions has neither, and no vectors. Writers of one collection take turns by {@link #writes()}.
 */
public final class LiveCollection {
    private static final Path TABLE = Path.of("map");

    private final ReentrantLock writes = new ReentrantLock();
    private final ReentrantLock filling = new ReentrantLock();
    private final @Nullable RecordTable table;
    private volatile @Nullable VectorIndex index;
    private volatile @Nullable MetadataIndex metadata;
    private volatile CollectionState state;
    private final Optional<VolumeMark> knownRows;
    /** An index that is to take the place of the present one. */
    private @Nullable VectorIndex measured;

    private final AtomicLong changes = new AtomicLong();
    /** Of an index that is not there, as there is nothing to find. */
    private final IndexCondition empty = new IndexCondition();

    /** A collection whose vectors are in this table and this index. */
    public LiveCollection(CollectionState state, RecordTable table, VectorIndex index) {
        this(state, table, index, Optional.empty());
    }

    /** The same, where the file of the mapped vectors is known to be as it was left. */
    public LiveCollection(CollectionState state, RecordTable table, VectorIndex index, Optional<VolumeMark> rows) {
        this.knownRows = rows;
        this.state = state;
        this.table = table;
        this.index = index;
    }

    /** A collection that has no dimensions yet. */
    public LiveCollection(CollectionState state) {
        this.state = state;
        this.knownRows = Optional.empty();
        this.table = null;
        this.index = null;
    }

    /** Held while a record of this collection is logged and applied. */
    public ReentrantLock writes() {
        return writes;
    }

    /** What it is. */
    public CollectionState state() {
        return state;
    }

    /**
     * Does what takes memory or room on the disk for a change of settings, before that is logged: another metric takes a new
     * index, filled from the table under the same ordinals, another storage a copy of the vectors. Until the change is
     * applied or given up nobody may write vectors.
     *
     * @throws VexfsException {@code NO_SPACE} with nothing changed
     */
    public void prepare(CollectionState newState) {
        if (table == null) {
            return;
        }
        Path file = table.vectorsFile();
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        if (newState.metric() != state.metric()) {
            VectorIndex next = LiveCollections.newIndex(newState, aside);
            measured = next;
            table.forEach(entry -> next.putAt(entry.ordinal(), entry.vector()));
        } else if (newState.storage() != state.storage()) {
            index().home().stage(newState.storage() == VectorStorage.MAPPED ? Optional.of(aside) : Optional.empty());
        }
    }

    /** Gives up a change that was prepared. */
    public void discardPrepared() {
        VectorIndex next = measured;
        measured = null;
        if (next != null) {
            next.home().drop();
        }
        VectorIndex now = index;
        if (now != null) {
            now.home().unstage();
        }
    }

    /** Takes over settings that were prepared. */
    void changed(CollectionState newState) {
        if (table != null) {
            change(newState, table.vectorsFile());
        }
        state = newState;
        changes.incrementAndGet();
    }

    private void change(CollectionState newState, Path file) {
        VectorIndex now = index();
        if (newState.metric() != state.metric()) {
            VectorIndex next = Objects.requireNonNull(measured, "the change was not prepared");
            measured = null;
            index = next;
            now.home().drop();
            next.home().name(file);
            return;
        }
        if (newState.storage() != state.storage()) {
            now.home().move();
            now.home().name(file);
        }
        now.quantize(newState.quantization());
    }

    /** Brings table and mapped vectors to the disk, and gives the mark by which they are trusted; after the last write. */
    public TableMark sync() throws IOException {
        table().sync();
        VectorHome home = index().home();
        boolean changed = home.changed() || knownRows.isEmpty();
        Optional<Path> file = home.sync();
        Optional<VolumeMark> rows =
                file.isPresent() && changed ? Optional.of(VolumeMark.of(file.get())) : file.flatMap(same -> knownRows);
        return table().mark().with(rows);
    }

    /** Closes table and index; for good. */
    void close() {
        if (table != null) {
            table.close();
            index().home().close();
        }
    }

    /** Closes both and deletes their files. */
    void delete() {
        if (table != null) {
            index().home().close();
            table.delete();
        }
    }

    /** How many vectors were put and deleted, since it was opened; for comparing with what it was earlier. */
    public long changes() {
        return changes.get();
    }

    /** Whether dimensions, and so table and index, are still to come. */
    public boolean dimensionless() {
        return table == null;
    }

    /** The vectors by key. */
    public RecordTable table() {
        return Objects.requireNonNull(table, "a collection without dimensions has no table");
    }

    /** The vectors by ordinal. */
    public VectorIndex index() {
        return Objects.requireNonNull(index, "a collection without dimensions has no index");
    }

    /** How many vectors there are. */
    public int size() {
        VectorIndex now = index;
        return now == null ? 0 : now.size();
    }

    /** How many of them are not linked yet. */
    public int pending() {
        VectorIndex now = index;
        return now == null ? 0 : now.pending();
    }

    /** How many of them were not just stored, but are linked anew. */
    public int backlog() {
        VectorIndex now = index;
        return now == null ? 0 : now.care().backlog();
    }

    /** Whether vectors are not linked any more, since the graph failed too often. */
    public boolean broken() {
        VectorIndex now = index;
        return now != null && now.care().broken();
    }

    /** Whether the graph is of use, as this clock dates it. */
    public IndexStatus indexStatus(InstantSource clock) {
        VectorIndex now = index;
        return now == null ? empty.status(clock, 0) : now.care().status(clock);
    }

    /** Memory of the codes that searches walk by. */
    public long codeBytes() {
        VectorIndex now = index;
        return now == null ? 0 : now.codeBytes();
    }

    /** Held while the index of the metadata is made. */
    public ReentrantLock filling() {
        return filling;
    }

    /** The metadata by field; null until {@link #metadataFilling} begins one. */
    public @Nullable MetadataIndex metadata() {
        return metadata;
    }

    /** Begins to tell an index of every change; the caller keeps writers out meanwhile, and fills it afterwards. */
    public void metadataFilling(MetadataIndex filling) {
        metadata = filling;
    }

    /** Gives the index of metadata up. */
    public void metadataForgotten() {
        metadata = null;
    }

    void put(VectorEntry entry) {
        changes.incrementAndGet();
        VectorKey key = VectorKey.of(entry.key());
        MetadataIndex fields = metadata;
        int old = table().ordinal(key);
        Metadata before = fields == null || old < 0 ? Metadata.empty() : metadata(old);
        table().put(key, entry.ordinal(), entry.vector(), entry.metadata());
        if (fields != null) {
            fields.put(entry.ordinal(), decoded(entry.metadata()));
        }
        index().put(entry.ordinal(), entry.vector());
        if (old >= 0) {
            forget(old, fields, before);
            index().removeReplaced(old, entry.ordinal());
        }
    }

    /** Before the index may give the ordinal to another vector, which a filter must not take for this one. */
    private static void forget(int ordinal, @Nullable MetadataIndex fields, Metadata before) {
        if (fields != null) {
            fields.remove(ordinal, before);
        }
    }

    void delete(VectorKey key) {
        changes.incrementAndGet();
        MetadataIndex fields = metadata;
        int old = table().ordinal(key);
        if (old >= 0) {
            Metadata before = fields == null ? Metadata.empty() : metadata(old);
            table().remove(key);
            forget(old, fields, before);
            index().remove(old);
        }
    }

    private Metadata metadata(int ordinal) {
        return table().head(ordinal).map(head -> decoded(head.metadata())).orElse(Metadata.empty());
    }

    private static Metadata decoded(byte[] bytes) {
        return MetadataCodec.decode(TABLE, bytes);
    }
}
