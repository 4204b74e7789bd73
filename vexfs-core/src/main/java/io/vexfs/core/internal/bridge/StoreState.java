package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.PathText;
import io.vexfs.api.VectorStorage;
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
    /** A vector takes whole runs of so many components. */
    private static final int LANES = 16;
    /** Heap for the links of a vector by M: about 9, and as much again while a graph is written. */
    private static final long LINK_BYTES = 20;
    /** What the 10,000 vectors of 128 components take that the limit on memory is for. */
    private static final long TYPICAL_BYTES = 10_000L * (128 * Float.BYTES + LINK_BYTES * 16);

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

    /** What keeps lately read heads of records, outside of the heap. */
    long cacheBytes() {
        return collections.all().stream()
                .filter(live -> !live.dimensionless())
                .mapToLong(live -> live.table().cacheBytes())
                .sum();
    }

    long pending() {
        return collections.all().stream().mapToLong(LiveCollection::pending).sum();
    }

    /** Heap that the vectors may take beyond those of the typical workload; docs/metrics.md has the formula. */
    long heapAllowed() {
        long budget = 0;
        for (LiveCollection live : collections.all()) {
            CollectionState shape = live.state();
            long components =
                    shape.storage() == VectorStorage.MAPPED ? 0 : (shape.dimensions() + LANES - 1L) / LANES * LANES;
            // Codes are there twice while they are learnt again.
            budget += live.size() * (components * Float.BYTES + LINK_BYTES * shape.m()) + 2 * live.codeBytes();
        }
        return Math.max(0, budget - TYPICAL_BYTES);
    }

    /** Vectors that were not just stored, but are linked anew. */
    long backlog() {
        return collections.all().stream().mapToLong(LiveCollection::backlog).sum();
    }

    /** Collections that are only scanned, since their graphs failed too often. */
    long broken() {
        return collections.all().stream().filter(LiveCollection::broken).count();
    }

    /** A path in the one form that names are kept in, however it was escaped. */
    static String canonical(String path) {
        return PathText.canonical(path);
    }
}
