package io.vexfs.core.internal.recovery;

import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.log.BaseWriter;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.storage.TableEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Writes what is live anew as the log's base, and drops the segments that it stands for, while others write.
 *
 * <p>The log is cut, so that a segment begins behind record S. Names, files and collections as they were at S come from
 * the log itself: from the last base and the records since. The vectors come from the tables, in which later records may
 * have been applied by then; those are behind S and are applied again at a recovery, to the same effect. Then the graphs
 * are written, so that no recovery needs a record before S for them, and only then the base takes its name.
 *
 * <p>Safe at every instant: until the name is on the disk the old segments count, from then on the base does, and what it
 * stands for is removed, if not now then at the next open.
 */
public final class Compactor {
    private static final int NAMES_AT_ONCE = 1_000;
    private static final long VECTOR_BYTES_AT_ONCE = 256 << 10;

    private final WriteAheadLog log;
    private final LiveCollections collections;
    private final Checkpointer checkpointer;

    /** Compacts this log by these collections' tables. */
    public Compactor(WriteAheadLog log, LiveCollections collections, Checkpointer checkpointer) {
        this.log = log;
        this.collections = collections;
        this.checkpointer = checkpointer;
    }

    /**
     * Compacts the log.
     *
     * @param cut cuts the log at a record up to which all are applied
     * @param applied a record up to which all are applied, now
     * @param stopped whether to give up
     * @return how many vectors were written; empty if it was stopped, and nothing has changed
     */
    public OptionalLong run(Supplier<LogEnd> cut, LongSupplier applied, BooleanSupplier stopped) throws IOException {
        // So that the cut, which keeps writers out, has little left to force.
        log.force();
        try (BaseWriter base = log.base(cut.get())) {
            Catalog names = new Catalog();
            log.replayNames((sequence, record) -> {
                requireRunning(stopped);
                if (sequence <= base.cut().sequence()) {
                    names.apply(record);
                }
            });
            names.forEachRecord(NAMES_AT_ONCE, record -> add(base, record));
            long vectors = 0;
            for (CollectionState state : names.collections()) {
                vectors += copy(state.collection(), base, stopped);
            }
            // Whatever the tables showed had been logged before.
            long through = log.lastSequence();
            // Behind the vectors: a graph is then at least as new as the base, so that a recovery finds each ordinal
            // that left it in a record behind it.
            checkpointer.write(collections, applied.getAsLong(), true, stopped);
            requireRunning(stopped);
            log.install(base, through);
            return OptionalLong.of(vectors);
        } catch (CancellationException cancelled) {
            return OptionalLong.empty();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void requireRunning(BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    private static void add(BaseWriter base, LogRecord record) {
        try {
            base.add(record);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private long copy(int collection, BaseWriter base, BooleanSupplier stopped) {
        LiveCollection live = collections.find(collection);
        if (live == null || live.dimensionless()) {
            return 0;
        }
        Entries entries = new Entries(collection, base);
        try {
            live.table().forEach(entry -> {
                requireRunning(stopped);
                entries.add(entry);
            });
        } catch (VexfsException closed) {
            // A collection that is dropped meanwhile is dropped by a record behind the base.
            if (collections.find(collection) == live) {
                throw closed;
            }
        }
        entries.write();
        return entries.count;
    }

    /** Vectors of one collection on their way into the base. */
    private static final class Entries {
        private final int collection;
        private final BaseWriter base;
        private final List<VectorEntry> entries = new ArrayList<>();
        private long bytes;
        private long count;

        Entries(int collection, BaseWriter base) {
            this.collection = collection;
            this.base = base;
        }

        void add(TableEntry entry) {
            byte[] key = entry.key().bytes();
            entries.add(new VectorEntry(key, entry.ordinal(), entry.vector(), entry.metadata()));
            bytes += key.length + (long) Float.BYTES * entry.vector().length + entry.metadata().length;
            count++;
            if (bytes >= VECTOR_BYTES_AT_ONCE) {
                write();
            }
        }

        void write() {
            if (!entries.isEmpty()) {
                Compactor.add(base, new LogRecord.VectorsPut(collection, entries));
                entries.clear();
                bytes = 0;
            }
        }
    }
}
