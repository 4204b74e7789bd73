package io.vexfs.core.internal.graph;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.vectors.MappedRows;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the vectors of an index are, on the heap or in a mapped file, and how they get elsewhere.
 *
 * <p>A mapping is ended at once only where no reader is there; where one is, it may be reading rows, and the collector ends
 * the mapping some time after it. Links, which are no readers, hold the structure lock and look at {@link #closed} first.
 */
public final class VectorHome {
    private final VectorBlocks vectors;
    private final Ordinals ordinals;
    private final ReentrantReadWriteLock structure;
    private final Epochs epochs;
    private final NodeSketches sketches;
    private @Nullable VectorBlocks staged;
    private volatile boolean closed;

    VectorHome(
            VectorBlocks vectors,
            Ordinals ordinals,
            ReentrantReadWriteLock structure,
            Epochs epochs,
            NodeSketches sketches) {
        this.vectors = vectors;
        this.ordinals = ordinals;
        this.structure = structure;
        this.epochs = epochs;
        this.sketches = sketches;
    }

    /** Where the vectors are. */
    public VectorStorage storage() {
        return vectors.mapped() == null ? VectorStorage.HEAP : VectorStorage.MAPPED;
    }

    /**
     * Copies the vectors to another place, so that moving there cannot fail; until {@link #move} or {@link #unstage} nobody
     * may put any.
     *
     * @param file is made for them; empty for the heap
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE} with nothing changed
     */
    public void stage(Optional<Path> file) {
        MappedRows target = file.map(path -> MappedRows.make(path, vectors.dimensions(), vectors.metric()))
                .orElse(null);
        try {
            staged = vectors.copy(ordinals.end(), target);
        } finally {
            if (staged == null && target != null) {
                target.release();
                target.delete();
            }
        }
    }

    /** Gives up what was staged, if anything was. */
    public void unstage() {
        VectorBlocks copy = staged;
        staged = null;
        MappedRows file = copy == null ? null : copy.mapped();
        if (file != null) {
            file.release();
            file.delete();
        }
    }

    /** Moves the vectors to where they were staged, and deletes the file that they were in. Searches go on. */
    public void move() {
        structure.writeLock().lock();
        try {
            VectorBlocks copy = Objects.requireNonNull(staged, "nothing is staged");
            staged = null;
            MappedRows old = vectors.mapped();
            vectors.adopt(copy);
            if (vectors.mapped() != null) {
                sketches.drop();
            }
            if (old != null) {
                old.delete();
                // Who comes now does not find these rows any more.
                release(old);
            }
        } finally {
            structure.writeLock().unlock();
        }
    }

    /** Gives the file, if there is one, this name in place of what has it. */
    public void name(Path file) {
        MappedRows rows = vectors.mapped();
        if (rows != null) {
            rows.rename(file);
        }
    }

    /** Brings the file, if there is one, to the disk, as long as its rows; after the last write. */
    public Optional<Path> sync() throws IOException {
        MappedRows rows = vectors.mapped();
        if (rows == null) {
            return Optional.empty();
        }
        rows.sync(ordinals.end());
        return Optional.of(rows.file());
    }

    /** Whether the file, if there is one, may be another than it was when it was opened. */
    public boolean changed() {
        MappedRows rows = vectors.mapped();
        return rows != null && rows.changed();
    }

    /** As {@link #close}, and deletes the file. */
    public void drop() {
        MappedRows rows = vectors.mapped();
        if (rows != null) {
            rows.delete();
        }
        close();
    }

    /** Lets go of the file; for good, and when nobody can find the index any more. Searches under way go on. */
    public void close() {
        structure.writeLock().lock();
        try {
            closed = true;
            MappedRows rows = vectors.mapped();
            if (rows != null) {
                release(rows);
            }
        } finally {
            structure.writeLock().unlock();
        }
    }

    /** Whether nothing may be linked any more. */
    boolean closed() {
        return closed;
    }

    private void release(MappedRows rows) {
        if (epochs.idle()) {
            rows.release();
        }
    }
}
