package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.PathText;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.filter.MetadataIndex;
import io.vexfs.core.internal.log.CollectionState;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Everything that an open store holds, and the lock over its names.
 *
 * <p>Whoever reads the catalog or a table holds {@link #reading()}; whoever changes names, files or collections holds
 * {@link #changing()}, which also keeps every other writer out. Writers of vectors alone hold {@link #reading()} and
 * then their collection's own lock. See {@code docs/internals/locks.md}.
 */
final class StoreState {
    private final ReentrantReadWriteLock names = new ReentrantReadWriteLock();
    private final Catalog catalog;
    private final LiveCollections collections;

    StoreState(Catalog catalog, LiveCollections collections) {
        this.catalog = catalog;
        this.collections = collections;
    }

    Lock reading() {
        return names.readLock();
    }

    Lock changing() {
        return names.writeLock();
    }

    /** Whether this thread holds {@link #changing()}. */
    boolean changingHere() {
        return names.isWriteLockedByCurrentThread();
    }

    Catalog catalog() {
        return catalog;
    }

    LiveCollections collections() {
        return collections;
    }

    /** The collection of that name; the caller holds a lock. */
    LiveCollection collection(String name) {
        CollectionState state = catalog.collection(canonical(name));
        if (state == null) {
            throw new VexfsException(FuseVexfsError.COLLECTION_NOT_FOUND, "no collection " + name);
        }
        return live(state);
    }

    /** The open collection of a state that the catalog knows; the caller holds a lock. */
    LiveCollection live(CollectionState state) {
        LiveCollection live = collections.find(state.collection());
        if (live == null) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR, "collection " + catalog.name(state.collection()) + " is not open");
        }
        return live;
    }

    long vectors() {
        return collections.all().stream().mapToLong(LiveCollection::size).sum();
    }

    /** What the indexes on metadata take on the heap; looks at every value. */
    long filterBytes() {
        return collections.all().stream()
                .map(LiveCollection::metadata)
                .filter(Objects::nonNull)
                .mapToLong(MetadataIndex::heapBytes)
                .sum();
    }

    /** What quantized codes take on the heap. */
    long codeBytes() {
        return collections.all().stream().mapToLong(LiveCollection::codeBytes).sum();
    }

    long pending() {
        return collections.all().stream().mapToLong(LiveCollection::pending).sum();
    }

    /** A path in the one form that names are kept in, however it was escaped. */
    static String canonical(String path) {
        return PathText.canonical(path);
    }
}
