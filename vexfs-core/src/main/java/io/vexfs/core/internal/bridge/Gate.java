package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.metrics.Latency;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every operation passes: it is counted and timed, at most so many run at once, and none once the store is closed.
 */
final class Gate {
    private final int operations;
    private final Semaphore permits;
    private final EngineMetrics metrics;
    private volatile boolean closed;

    Gate(int operations, EngineMetrics metrics) {
        this.operations = operations;
        this.permits = new Semaphore(operations);
        this.metrics = metrics;
    }

    /** How many operations run now. */
    int running() {
        return operations - permits.availablePermits();
    }

    /** Runs and times an operation. */
    <T extends @Nullable Object> T timed(Latency latency, OperationContext context, Supplier<T> operation) {
        long begin = latency.begin();
        try {
            return pass(context, operation);
        } finally {
            latency.since(begin);
        }
    }

    /** Runs an operation. */
    <T extends @Nullable Object> T pass(OperationContext context, Supplier<T> operation) {
        enter(context);
        try {
            return operation.get();
        } catch (RuntimeException | Error failure) {
            metrics.failed(FuseVexfsError.of(failure));
            throw failure;
        } finally {
            permits.release();
        }
    }

    private void enter(OperationContext context) {
        requireOpen();
        if (!permits.tryAcquire()) {
            acquire(context.deadlineNanos());
        }
        if (closed) {
            permits.release();
            requireOpen();
        }
    }

    private void acquire(OptionalLong deadlineNanos) {
        try {
            if (deadlineNanos.isEmpty()) {
                permits.acquire();
            } else if (!permits.tryAcquire(deadlineNanos.getAsLong() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new VexfsException(
                        FuseVexfsError.TIMED_OUT,
                        "the deadline passed while " + operations + " operations were running");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new VexfsException(FuseVexfsError.TIMED_OUT, "interrupted while waiting for a turn", interrupted);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new VexfsException(FuseVexfsError.CLOSED, "the store is closed");
        }
    }

    /** Lets nobody in any more and returns when everybody is out; false if it was closed already. */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        permits.acquireUninterruptibly(operations);
        permits.release(operations);
        return true;
    }
}
