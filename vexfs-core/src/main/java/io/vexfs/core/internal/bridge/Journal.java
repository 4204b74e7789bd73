package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.WriteAheadLog;

/**
 * The one way in which a store changes: the record goes to the log, then to catalog, table and index. Callers hold the
 * locks of {@link StoreState} around {@link #commit} and none around {@link #await}.
 */
final class Journal {
    private final WriteAheadLog log;
    private final RecordApplier applier;
    private final boolean readOnly;
    private volatile boolean torn;

    Journal(WriteAheadLog log, RecordApplier applier, boolean readOnly) {
        this.log = log;
        this.applier = applier;
        this.readOnly = readOnly;
    }

    /**
     * Logs and applies a record. If the log refuses it, nothing has changed. If it cannot be applied, log and map
     * disagree, and the store takes no writes until it is opened again, which brings them together by the log.
     */
    long commit(LogRecord record) {
        requireWritable();
        long sequence = log.append(record);
        boolean applied = false;
        try {
            applier.apply(record);
            applied = true;
        } finally {
            if (!applied) {
                torn = true;
            }
        }
        return sequence;
    }

    /** Returns when a committed record is as safe as the durability says. */
    void await(long sequence) {
        log.await(sequence);
    }

    WriteAheadLog log() {
        return log;
    }

    /** Whether a record was logged and not wholly applied, so that only the log may be trusted. */
    boolean torn() {
        return torn;
    }

    boolean readOnly() {
        return readOnly;
    }

    void requireWritable() {
        if (readOnly) {
            throw new VexfsException(FuseVexfsError.READ_ONLY, "the store was opened read-only");
        }
        if (torn) {
            throw new VexfsException(
                    FuseVexfsError.READ_ONLY,
                    "the store takes no writes until it is opened again: a logged change could not be applied");
        }
    }
}
