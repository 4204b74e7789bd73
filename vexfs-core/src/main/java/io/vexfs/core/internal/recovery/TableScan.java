package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.TableEntry;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * A pass over every vector of a table that nobody writes, by two threads where it is large: the one that asks, and one of its
 * own, which ends with the pass.
 */
final class TableScan {
    /** Vectors of a table that is worth a thread. */
    private static final long THREAD_VECTORS_MIN = 10_000;

    private TableScan() {}

    /** Gives each vector to {@code action}, which two threads may call at once. */
    static void run(RecordTable table, long vectors, Consumer<TableEntry> action) {
        if (vectors < THREAD_VECTORS_MIN || Runtime.getRuntime().availableProcessors() == 1) {
            table.scan(0, 1, action);
            return;
        }
        FutureTask<RecordTable> other = new FutureTask<>(() -> table.scan(1, 2, action), table);
        Thread thread = new Thread(other, "vexfs-open-scan");
        thread.setDaemon(true);
        thread.start();
        try {
            table.scan(0, 2, action);
        } finally {
            // Also where this half failed, so that nobody reads a table that is being closed.
            TableOpening.ended(other);
        }
    }
}
