package io.vexfs.core.internal.recovery;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What a recovery says of itself every few seconds, so that whoever waits for a large store sees that it goes on. */
final class RecoveryProgress {
    static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final System.Logger LOGGER = System.getLogger("io.vexfs.recovery");
    /** Steps between two looks at the clock. */
    private static final int STEPS = 256;

    private final Path store;
    private final LongSupplier nanos;
    private final long start;
    private long next;

    RecoveryProgress(Path store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        start = nanos.getAsLong();
        next = start + EVERY_NANOS;
    }

    /** A record of the log was applied, the {@code count}th. */
    void read(long count) {
        if (due(count)) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "recovering {0}: {1} records of the log read, {2} s",
                    store,
                    count,
                    seconds());
        }
    }

    /** A vector was brought into the graph of a collection, the {@code count}th of {@code all}. */
    void filled(int collection, long count, long all) {
        if (due(count)) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "recovering {0}: {1} of {2} vectors of collection number {3} in its graph, {4} s",
                    store,
                    count,
                    all,
                    collection,
                    seconds());
        }
    }

    /** Everything is there. Of a log without records, such as a new store's, nothing is said. */
    void ended(long records) {
        if (records > 0) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "recovered {0} from {1} records of its log in {2} s",
                    store,
                    records,
                    seconds());
        }
    }

    private boolean due(long count) {
        if (count % STEPS != 0) {
            return false;
        }
        long now = nanos.getAsLong();
        boolean due = now - next >= 0;
        if (due) {
            next = now + EVERY_NANOS;
        }
        return due;
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - start);
    }
}
