package io.vexfs.core.internal.bridge;

import io.vexfs.core.internal.catalog.LiveCollection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread that links what was stored. Writers that run far ahead of it link too, so that the pending vectors, which
 * every search scans, stay few.
 */
final class Linker implements Runnable {
    /** Batches that may be pending before a writer has to help. */
    private static final int BATCHES_AHEAD = 4;

    private final StoreState state;
    private final SyncFailures failures;
    private final int batchSize;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Thread thread = new Thread(this, "vexfs-linker");
    private boolean work;
    private boolean stopping;

    Linker(StoreState state, SyncFailures failures, int batchSize) {
        this.state = state;
        this.failures = failures;
        this.batchSize = batchSize;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
        wake();
    }

    /** Says that a collection has got {@code stored} vectors to link; links as many if there are far too many. */
    void stored(LiveCollection collection, int stored) {
        if (collection.pending() > (long) BATCHES_AHEAD * batchSize) {
            collection.index().linkPending(stored);
        }
        wake();
    }

    private void wake() {
        lock.lock();
        try {
            work = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Links at most {@code limit} vectors and returns how many, in the caller's thread. */
    int link(int limit) {
        int linked = 0;
        for (LiveCollection collection : state.collections().all()) {
            if (linked < limit && collection.pending() > 0) {
                linked += collection.index().linkPending(limit - linked);
            }
        }
        return linked;
    }

    /** Returns when the links that other threads had begun are made. */
    void awaitLinks() {
        for (LiveCollection collection : state.collections().all()) {
            if (collection.pending() > 0) {
                collection.index().awaitLinks();
            }
        }
    }

    /** Returns when everything is linked that was pending at the call, by whichever thread. */
    void linkAll() {
        for (LiveCollection collection : state.collections().all()) {
            if (collection.pending() > 0) {
                collection.index().linkPresent();
            }
        }
    }

    @Override
    public void run() {
        while (awaitWork()) {
            boolean linked = false;
            try {
                linked = link(batchSize) > 0;
            } catch (RuntimeException | Error failure) {
                // The vectors stay pending and are found by scanning; the next write or sync tries again.
                failures.failed(failure);
            }
            if (linked) {
                wake();
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!work && !stopping) {
                woken.awaitUninterruptibly();
            }
            work = false;
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread after the batch that it is at; idempotent. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
