package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.storage.RecordTable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A table that is being opened while its graph is read. Both are read to the end for their checksums and are as long as the
 * vectors; a large one has a thread of its own, which ends when the table is open.
 */
final class TableOpening {
    /** Vectors of a table that is worth a thread. */
    private static final long THREAD_VECTORS_MIN = 10_000;

    private final FutureTask<RecordTable> opening;

    private TableOpening(FutureTask<RecordTable> opening) {
        this.opening = opening;
    }

    /** Begins to open a table of so many vectors. */
    static TableOpening begin(long vectors, Callable<RecordTable> open) {
        FutureTask<RecordTable> opening = new FutureTask<>(open);
        if (vectors < THREAD_VECTORS_MIN) {
            opening.run();
        } else {
            Thread thread = new Thread(opening, "vexfs-open-table");
            thread.setDaemon(true);
            thread.start();
        }
        return new TableOpening(opening);
    }

    /** The table, once it is open; fails as opening it did. */
    RecordTable table() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes the table if it could be opened; for whom the graph has failed already. */
    void discard(Throwable failure) {
        try {
            table().close();
        } catch (RuntimeException | Error second) {
            failure.addSuppressed(second);
        }
    }
}
