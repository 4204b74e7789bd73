package io.vexfs.core.internal.log;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The thread that forces a batched log, one interval after the first append that was not forced yet. */
final class LogSyncer implements AutoCloseable {
    private final long intervalNanos;
    private final Runnable force;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;

    LogSyncer(Duration interval, Runnable force) {
        this.intervalNanos = interval.toNanos();
        this.force = force;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vexfs-log-sync");
            thread.setDaemon(true);
            return thread;
        });
        // Pending forces are dropped at the end: close forces by itself, and an append that races with it finds
        // nothing to wake.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, stopped) -> {});
    }

    /** Sees to it that a force follows within the interval. */
    void wake() {
        if (!waiting.get() && waiting.compareAndSet(false, true)) {
            executor.schedule(this::run, intervalNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        // Before the force: an append behind it must wake anew.
        waiting.set(false);
        force.run();
    }

    /** Ends the thread; waits for a force that is running. */
    @Override
    public void close() {
        executor.shutdown();
        boolean interrupted = false;
        try {
            while (!executor.isTerminated()) {
                try {
                    executor.awaitTermination(1, TimeUnit.MINUTES);
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
