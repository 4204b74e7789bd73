package io.vexfs.core.internal.bridge;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.storage.RecordTable;
import java.util.ArrayList;
import java.util.List;

/** What writing vectors by id and writing those of files have in common. Safe from many threads. */
final class RowWriter {
    private final Journal journal;
    private final Linker linker;
    private final EngineMetrics metrics;
    private final boolean lazySync;

    RowWriter(Journal journal, Linker linker, EngineMetrics metrics, boolean lazySync) {
        this.journal = journal;
        this.linker = linker;
        this.metrics = metrics;
        this.lazySync = lazySync;
    }

    /** Checks each row against a collection's metric and dimensions. */
    void requireFit(List<PutRow> rows, CollectionState shape) {
        for (PutRow row : rows) {
            VectorChecks.requireVector(row.vector(), shape.dimensions(), shape.metric(), row.place());
        }
    }

    /** Makes room for the rows in table and index, before anything is logged. */
    int[] reserve(LiveCollection live, List<PutRow> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        long bytes = 0;
        for (PutRow row : rows) {
            bytes += RecordTable.roomFor(row.key(), row.vector().length, row.metadata().length);
        }
        live.table().reserve(rows.size(), bytes);
        int[] ordinals = new int[rows.size()];
        int reserved = 0;
        try {
            for (; reserved < ordinals.length; reserved++) {
                ordinals[reserved] = live.index().reserve();
            }
        } finally {
            for (int i = 0; i < reserved && reserved < ordinals.length; i++) {
                live.index().release(ordinals[i]);
            }
        }
        return ordinals;
    }

    List<VectorEntry> entries(List<PutRow> rows, int[] ordinals) {
        List<VectorEntry> entries = new ArrayList<>(rows.size());
        for (int i = 0; i < ordinals.length; i++) {
            PutRow row = rows.get(i);
            entries.add(new VectorEntry(row.key().bytes(), ordinals[i], row.vector(), row.metadata()));
        }
        return entries;
    }

    /** Commits a record that puts rows under these reserved ordinals; gives them back if the log refuses it. */
    long commit(LiveCollection live, int[] ordinals, LogRecord record) {
        boolean committed = false;
        try {
            long sequence = journal.commit(record);
            committed = true;
            return sequence;
        } finally {
            if (!committed && !journal.torn()) {
                for (int ordinal : ordinals) {
                    live.index().release(ordinal);
                }
            }
        }
    }

    /** Links what was stored, now or soon; outside of every lock. */
    void stored(LiveCollection live, int[] ordinals, Origin origin) {
        metrics.vectorsStored(
                ordinals.length, (long) ordinals.length * live.state().dimensions() * Float.BYTES);
        if (lazySync) {
            linker.stored(live, ordinals.length, origin);
        } else {
            for (int ordinal : ordinals) {
                live.index().link(ordinal);
            }
        }
    }

    /** The same collection with another number, metric or dimensions. */
    static CollectionState shape(CollectionState old, int number, DistanceMetric metric, int dimensions, boolean set) {
        return new CollectionState(
                number,
                old.directoryNode(),
                metric,
                dimensions,
                set,
                old.m(),
                old.efConstruction(),
                old.seed(),
                old.quantization(),
                old.storage());
    }
}
