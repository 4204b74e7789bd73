package io.vexfs.core.internal.bridge;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.HnswParameters;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.NameTree;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.storage.VectorKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes, changes and drops collections, and writes the vectors that have no file. Safe from many threads. */
final class CollectionWrites {
    /** No sequence number: the collection's dimensions change with this. */
    private static final long OPEN = -1;
    /** No sequence number: there is nothing to do. */
    private static final long NONE = 0;

    private final StoreState state;
    private final Journal journal;
    private final RowWriter rows;
    private final HnswParameters hnsw;

    CollectionWrites(StoreState state, Journal journal, RowWriter rows, HnswParameters hnsw) {
        this.state = state;
        this.journal = journal;
        this.rows = rows;
        this.hnsw = hnsw;
    }

    void create(String name, CollectionSettings settings) {
        String path = StoreState.canonical(name);
        NameTree.newComponents(path);
        commitChange(() -> {
            if (state.catalog().collection(path) != null) {
                throw new VexfsException(FuseVexfsError.ALREADY_EXISTS, "collection " + path + " exists already");
            }
            NamePlan plan = new NamePlan(state.catalog());
            int node = plan.directory(path);
            CollectionState made = new CollectionState(
                    state.catalog().nextCollection(),
                    node,
                    settings.metric(),
                    settings.dimensions(),
                    settings.dimensions() != 0,
                    hnsw.m(),
                    hnsw.efConstruction(),
                    hnsw.seed(),
                    settings.quantization(),
                    settings.storage());
            plan.add(new LogRecord.CollectionMade(made));
            return commitMade(made, plan);
        });
    }

    /** Commits a plan that makes a collection; what can fail in making its table does so before anything is logged. */
    private long commitMade(CollectionState made, NamePlan plan) {
        boolean committed = false;
        try {
            state.collections().prepare(made);
            long sequence = journal.commit(plan.record());
            committed = true;
            return sequence;
        } finally {
            if (!committed) {
                state.collections().discard(made.collection());
            }
        }
    }

    void change(String name, CollectionSettings settings) {
        commitChange(() -> {
            LiveCollection live = state.collection(name);
            CollectionState old = live.state().with(settings.quantization(), settings.storage());
            boolean set = settings.dimensions() != 0;
            if (live.size() == 0) {
                CollectionState target = RowWriter.shape(
                        old, state.catalog().nextCollection(), settings.metric(), settings.dimensions(), set);
                NamePlan plan = new NamePlan(state.catalog());
                plan.replace(old, target);
                return commitMade(target, plan);
            }
            requireOldFit(name, live, settings);
            return commitChanged(
                    live, RowWriter.shape(old, old.collection(), settings.metric(), old.dimensions(), set));
        });
    }

    /** Commits other settings; what can fail in making what they need does so before anything is logged. */
    private long commitChanged(LiveCollection live, CollectionState target) {
        boolean committed = false;
        try {
            live.prepare(target);
            long sequence = journal.commit(new LogRecord.CollectionChanged(target));
            committed = true;
            return sequence;
        } finally {
            if (!committed) {
                live.discardPrepared();
            }
        }
    }

    private static void requireOldFit(String name, LiveCollection live, CollectionSettings settings) {
        int dimensions = live.state().dimensions();
        if (settings.dimensions() != 0 && settings.dimensions() != dimensions) {
            throw new VexfsException(
                    FuseVexfsError.NOT_EMPTY,
                    "collection " + name + " holds " + live.size() + " vectors that do not fit: expected "
                            + settings.dimensions() + " dimensions, was " + dimensions);
        }
        if (settings.metric() != live.state().metric()) {
            live.table().forEach(entry -> {
                try {
                    VectorChecks.requireVector(
                            entry.vector(),
                            dimensions,
                            settings.metric(),
                            entry.key().toString());
                } catch (VexfsException unfit) {
                    throw new VexfsException(
                            FuseVexfsError.NOT_EMPTY,
                            "collection " + name + " holds vectors that do not fit: " + unfit.getMessage(),
                            unfit);
                }
            });
        }
    }

    void drop(String name) {
        commitChange(() -> {
            LiveCollection live = state.collection(name);
            int node = live.state().directoryNode();
            if (node == NameTree.ROOT) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "the root collection / cannot be dropped");
            }
            AtomicInteger files = new AtomicInteger();
            int number = live.state().collection();
            state.catalog().files().forEach(file -> {
                if (file.collection() == number && file.rows() > 0) {
                    files.incrementAndGet();
                }
            });
            if (files.get() > 0) {
                throw new VexfsException(
                        FuseVexfsError.NOT_EMPTY,
                        "collection " + name + " holds the vectors of " + files + " files: remove the files first");
            }
            NamePlan plan = new NamePlan(state.catalog());
            plan.add(new LogRecord.CollectionDropped(number));
            plan.pruneWithoutCollection(state.catalog().names().node(node));
            return journal.commit(plan.record());
        });
    }

    private void commitChange(CommittedChange change) {
        long sequence;
        state.changing().lock();
        try {
            sequence = change.commit();
        } finally {
            state.changing().unlock();
        }
        journal.await(sequence);
    }

    /** Stores all or, if one is refused, none. */
    void put(String name, List<StoredVector> vectors) {
        if (vectors.isEmpty()) {
            state.reading().lock();
            try {
                state.collection(name);
            } finally {
                state.reading().unlock();
            }
            return;
        }
        List<PutRow> puts = new ArrayList<>(vectors.size());
        for (StoredVector vector : vectors) {
            VectorChecks.requireId(vector.id());
            puts.add(new PutRow(VectorKey.ofId(vector.id()), vector.vector(), vector.metadata(), vector.id()));
        }
        journal.requireWritable();
        long sequence = store(name, puts);
        while (sequence == OPEN) {
            // It may lose its last vector, and with it its dimensions, before it is looked at again.
            sequence = storeFirst(name, puts);
            sequence = sequence == OPEN ? store(name, puts) : sequence;
        }
        journal.await(sequence);
    }

    /** The sequence number of the stored vectors, or {@link #OPEN} if the dimensions must be fixed first. */
    private long store(String name, List<PutRow> puts) {
        long sequence;
        LiveCollection live;
        int[] ordinals;
        state.reading().lock();
        try {
            live = state.collection(name);
            if (open(live, puts.get(0).vector().length)) {
                return OPEN;
            }
            CollectionState shape = live.state();
            rows.requireFit(puts, shape);
            live.writes().lock();
            try {
                ordinals = rows.reserve(live, puts);
                sequence = rows.commit(
                        live, ordinals, new LogRecord.VectorsPut(shape.collection(), rows.entries(puts, ordinals)));
            } finally {
                live.writes().unlock();
            }
        } finally {
            state.reading().unlock();
        }
        rows.stored(live, ordinals, Origin.CALL);
        return sequence;
    }

    /** Whether vectors of that many dimensions would fix the collection's; an empty one keeps none that nobody set. */
    private static boolean open(LiveCollection live, int dimensions) {
        CollectionState shape = live.state();
        return shape.dimensions() != dimensions && (live.dimensionless() || !shape.dimensionsSet() && live.size() == 0);
    }

    /** As {@link #store}, where these vectors fix the dimensions: one record, so that neither is there without the other. */
    private long storeFirst(String name, List<PutRow> puts) {
        int dimensions = puts.get(0).vector().length;
        long sequence;
        LiveCollection live;
        int[] ordinals;
        state.changing().lock();
        try {
            LiveCollection old = state.collection(name);
            if (!open(old, dimensions)) {
                return OPEN;
            }
            int number = state.catalog().nextCollection();
            CollectionState target =
                    RowWriter.shape(old.state(), number, old.state().metric(), dimensions, false);
            rows.requireFit(puts, target);
            boolean committed = false;
            try {
                live = state.collections().prepare(target);
                ordinals = rows.reserve(live, puts);
                NamePlan plan = new NamePlan(state.catalog());
                plan.replace(old.state(), target);
                plan.add(new LogRecord.VectorsPut(number, rows.entries(puts, ordinals)));
                sequence = rows.commit(live, ordinals, plan.record());
                committed = true;
            } finally {
                if (!committed) {
                    state.collections().discard(number);
                }
            }
        } finally {
            state.changing().unlock();
        }
        rows.stored(live, ordinals, Origin.CALL);
        return sequence;
    }

    boolean delete(String name, String id) {
        VectorChecks.requireId(id);
        journal.requireWritable();
        VectorKey key = VectorKey.ofId(id);
        long sequence = deleteOne(name, key);
        if (sequence == OPEN) {
            sequence = deleteLast(name, key);
        }
        if (sequence == NONE) {
            return false;
        }
        journal.await(sequence);
        return true;
    }

    /** The sequence number; {@link #NONE} if it is not there, {@link #OPEN} if the dimensions may go with it. */
    private long deleteOne(String name, VectorKey key) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(name);
            live.writes().lock();
            try {
                if (live.dimensionless() || live.table().ordinal(key) < 0) {
                    return NONE;
                }
                return NamePlan.forgets(live, 1) ? OPEN : journal.commit(deleted(live, key));
            } finally {
                live.writes().unlock();
            }
        } finally {
            state.reading().unlock();
        }
    }

    private static LogRecord deleted(LiveCollection live, VectorKey key) {
        return new LogRecord.VectorsDeleted(live.state().collection(), List.of(key.bytes()));
    }

    /** As {@link #deleteOne}, with the collection's dimensions where it is the last vector. */
    private long deleteLast(String name, VectorKey key) {
        state.changing().lock();
        try {
            LiveCollection live = state.collection(name);
            if (live.dimensionless() || live.table().ordinal(key) < 0) {
                return NONE;
            }
            NamePlan plan = new NamePlan(state.catalog());
            plan.add(deleted(live, key));
            plan.forgetEmptied(state.collections());
            return journal.commit(plan.record());
        } finally {
            state.changing().unlock();
        }
    }

    /** Commits a change under the names lock and gives its sequence number. */
    @FunctionalInterface
    private interface CommittedChange {
        long commit();
    }
}
