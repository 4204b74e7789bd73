package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogRefusal;
import io.vexfs.core.internal.log.WriteAheadLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which a store changes: the record goes to the log, then to catalog, table and index. Callers hold the
 * locks of {@link StoreState} around {@link #commit} and none around {@link #await}.
 */
final class Journal {
    private static final String TORN =
            "the store takes no writes until it is opened again: a logged change could not be applied";

    private final WriteAheadLog log;
    private final RecordApplier applier;
    private final boolean readOnly;
    private volatile @Nullable Upkeep upkeep;
    private final InstantSource clock;
    private volatile @Nullable Instant tornAt;
    private final AtomicInteger awaiting = new AtomicInteger();

    Journal(WriteAheadLog log, RecordApplier applier, InstantSource clock, boolean readOnly) {
        this.log = log;
        this.clock = clock;
        this.applier = applier;
        this.readOnly = readOnly;
    }

    /**
     * Logs and applies a record. If the log refuses it, nothing has changed. If it cannot be applied, the log is told that
     * it does not count, and the store takes no writes until it is opened again, which makes map and index anew.
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
                tornAt = clock.instant();
                abort(sequence);
            }
        }
        Upkeep told = upkeep;
        if (told != null) {
            told.committed(record);
        }
        return sequence;
    }

    private void abort(long sequence) {
        try {
            log.abort(sequence);
        } catch (VexfsException failed) {
            System.getLogger("io.vexfs.store")
                    .log(
                            System.Logger.Level.ERROR,
                            "a change that failed may be there when the store is opened again: {0}",
                            failed.getMessage());
        }
    }

    /** Who is told of every record that was logged and applied, and may slow writers down. */
    void keptUpBy(Upkeep told) {
        upkeep = told;
    }

    /** Returns when a committed record is as safe as the durability says. */
    void await(long sequence) {
        awaiting.incrementAndGet();
        try {
            log.await(sequence);
        } finally {
            awaiting.decrementAndGet();
        }
        Upkeep told = upkeep;
        if (told != null) {
            told.pace();
        }
    }

    /** Operations that need no processor, because they wait for the disk; without the one that comes back next. */
    int resting() {
        return Math.max(0, awaiting.get() - 1);
    }

    WriteAheadLog log() {
        return log;
    }

    /** Whether a record was logged and not wholly applied, so that only the log may be trusted. */
    boolean torn() {
        return tornAt != null;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** Since when and why writes are refused, of a store that was opened to be written. */
    Optional<LogRefusal> refusal() {
        Instant torn = tornAt;
        return torn == null ? log.refusal() : Optional.of(new LogRefusal(torn, TORN));
    }

    void requireWritable() {
        if (readOnly) {
            throw new VexfsException(FuseVexfsError.READ_ONLY, "the store was opened read-only");
        }
        if (torn()) {
            throw new VexfsException(FuseVexfsError.READ_ONLY, TORN);
        }
    }
}
