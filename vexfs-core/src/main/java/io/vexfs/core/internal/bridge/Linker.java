package io.vexfs.core.internal.bridge;

import io.vexfs.api.BridgeConfig;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.distance.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The threads that link what was stored. Writers that run far ahead of them link too, so that the pending vectors, which
 * every search scans, stay few; so does whoever waits for all to be linked.
 *
 * <p>Linking is not to take the processors from the operations that run: of these threads only so many link as there are
 * processors left, at least one. Where none is left for a writer either, because others search, it waits instead of linking,
 * and fewer vectors may be pending.
 *
 * <p>While files arrive in a {@link Burst} they rest, until somebody asks, or as much is pending as may be in one.
 *
 * <p>In which order vectors are linked does not matter: each has an ordinal of its own, and what is replaced or deleted is
 * taken out by the writer, which waits for the links that run.
 */
final class Linker {
    /** Batches that may be pending before a writer has to help. */
    private static final int BATCHES_AHEAD = 4;
    /** More where writers wait for the disk: one that links holds up those that would share its fsync. */
    private static final int BATCHES_AHEAD_OF_DISK = 32;
    /** Vectors that may be pending while others search: few beside those that a walk looks at. */
    private static final int SEARCHED_AHEAD = 32;
    /** Vectors that a thread links before it looks again whether a processor is left for it. */
    private static final int CHUNK = 16;
    /** How long somebody who stored counts as running: what comes between two writes takes a processor, too. */
    private static final long WRITING_NANOS = 1_000_000;
    /** How long a thread that may not link sleeps before it looks again. */
    private static final long PAUSE_NANOS = 2_000_000;
    /** How soon a thread looks for work of which nobody told: links that failed, and a graph that was given up. */
    private static final long LOOK_NANOS = 1_000_000_000;
    /** Of the time that a thread linked, the part for which it rests where searches need the processors and the memory. */
    private static final int REST_PART = 2;
    /** What it rests at most: links may have waited for a writer, or for codes that were learnt. */
    private static final long REST_NANOS_MAX = 16_000_000;
    /** Vectors that a writer waits for, for each that it stored, where more were pending than may be: then they get fewer. */
    private static final int WAIT_PART = 2;
    /** The same where more is pending than may be without searches, as after a burst: then it gets less soon. */
    private static final int WAIT_PART_FAR = 8;
    /** Batches that may be pending before linking goes on in a burst of files. */
    private static final int BURST_BATCHES = 16;
    /** Bytes of the vectors that may be: the first search scans them all. */
    private static final long BURST_BYTES = 16 << 20;
    /** How long a writer waits before it links after all. */
    private static final long WAIT_NANOS_MAX = 1_000_000_000;

    private final StoreState state;
    private final SyncFailures failures;
    private final int batchSize;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Condition shrunk = lock.newCondition();
    /** Not signalled for each file that is stored: who may not link would wake up for it in vain. */
    private final Condition rested = lock.newCondition();

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final IntSupplier running;
    private final IntSupplier searching;
    private final int batchesAhead;
    private final int linkThreads;
    /** Writers that wait for links. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final LongSupplier nanos;
    private final Burst burst;
    /** Counts what ends rests, so that none sleeps who looked before. Changed under the lock. */
    private final AtomicInteger rousings = new AtomicInteger();

    private final AtomicInteger turn = new AtomicInteger();
    /** Threads of these that link. */
    private final AtomicInteger linking = new AtomicInteger();

    /** Changed under the lock. */
    private final List<Thread> threads = new ArrayList<>();
    /** Counts the reasons to look for work, so that none is missed by a thread that is linking. */
    private long reasons;

    private volatile boolean stopping;
    private volatile long lastStored = System.nanoTime() - WRITING_NANOS;

    /**
     * @param forced whether writes wait for the disk
     * @param running how many operations run and do not
     * @param searching how many of them are searches
     * @param nanos the clock of bursts and of what writers wait for
     */
    Linker(
            StoreState state,
            SyncFailures failures,
            BridgeConfig config,
            boolean forced,
            IntSupplier running,
            IntSupplier searching,
            LongSupplier nanos) {
        this.state = state;
        this.running = running;
        this.searching = searching;
        this.nanos = nanos;
        this.burst = new Burst(nanos);
        this.batchesAhead = forced ? BATCHES_AHEAD_OF_DISK : BATCHES_AHEAD;
        this.failures = failures;
        this.batchSize = config.batchSize();
        this.linkThreads = config.linkThreads();
    }

    void start() {
        lock.lock();
        try {
            for (int i = 0; i < linkThreads; i++) {
                threads.add(started(i));
            }
        } finally {
            lock.unlock();
        }
        rouse();
    }

    private Thread started(int number) {
        Thread thread = new Thread(this::run, "vexfs-linker-" + (number + 1));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Puts new threads in the place of those that died, as by want of memory while a failure was noted. */
    private void replaceDead() {
        for (int i = 0; i < threads.size() && !stopping; i++) {
            if (!threads.get(i).isAlive()) {
                try {
                    threads.set(i, started(i));
                } catch (OutOfMemoryError none) {
                    // The next write tries again; until then writers link what gets too much.
                    return;
                }
            }
        }
    }

    /** Says that a collection has got {@code stored} vectors to link; links as many, or waits, if there are far too many. */
    void stored(LiveCollection collection, int stored, Origin origin) {
        lastStored = System.nanoTime();
        if (stored > 0) {
            noteStored(origin);
        }
        wake(stored > 1);
        long start = 0;
        int left = stored;
        int before = fresh(collection);
        long enough = before - (long) (before > ahead() ? WAIT_PART_FAR : WAIT_PART) * stored;
        while (left > 0 && !collection.broken()) {
            boolean crowded = crowded();
            if (crowded ? fresh(collection) <= Math.max(enough, searchedAhead()) : !farAhead(collection, origin)) {
                return;
            }
            boolean late = start != 0 && nanos.getAsLong() - start > WAIT_NANOS_MAX;
            if (crowded && !late && !Thread.currentThread().isInterrupted()) {
                start = start == 0 ? nanos.getAsLong() : start;
                awaitShrunk();
            } else {
                left -= CHUNK;
                collection.index().linkPending(CHUNK);
            }
        }
    }

    private void noteStored(Origin origin) {
        if (origin == Origin.FILE) {
            burst.stored();
        } else {
            // Otherwise callers that store without files would link what the files of others left.
            asked();
        }
    }

    /** Operations that run and do not wait for links. */
    private int busy() {
        int now = running.getAsInt() - waiting.get();
        return now > 0 || System.nanoTime() - lastStored > WRITING_NANOS ? now : 1;
    }

    /** Whether searches leave no processor for these threads beside a writer that links. */
    private boolean crowded() {
        int searches = searching.getAsInt();
        return searches > 0 && searches + 2 > processors;
    }

    private static int fresh(LiveCollection collection) {
        return collection.pending() - collection.backlog();
    }

    private int searchedAhead() {
        return Math.min(batchSize, SEARCHED_AHEAD);
    }

    private long ahead() {
        return (long) batchesAhead * batchSize;
    }

    /** Whether a writer links, too; whether a burst lasts is asked last, as that takes a monitor. */
    private boolean farAhead(LiveCollection collection, Origin origin) {
        int fresh = fresh(collection);
        if (fresh <= ahead()) {
            return false;
        }
        boolean inBurst = origin == Origin.FILE
                && collection.state().storage() != VectorStorage.MAPPED
                && searching.getAsInt() == 0
                && burst.lasts();
        return !inBurst
                || fresh
                        > ahead()
                                + Math.min(
                                        BURST_BYTES / Math.max(1, rowBytes(collection)),
                                        (long) BURST_BATCHES * batchSize);
    }

    private static long rowBytes(LiveCollection collection) {
        return (long) Rows.stride(
                        collection.state().dimensions(), collection.state().metric())
                * Float.BYTES;
    }

    /**
     * Whether a burst lasts, nobody searches or waits for links, and what is pending is no more than may be in one; mapped
     * vectors take long to scan.
     */
    private boolean resting() {
        if (waiting.get() > 0 || searching.getAsInt() > 0 || !burst.lasts()) {
            return false;
        }
        long pending = 0;
        long bytes = 0;
        for (LiveCollection collection : state.collections().all()) {
            int each = collection.pending();
            pending += each;
            bytes += each * rowBytes(collection);
            if (each > 0 && collection.state().storage() == VectorStorage.MAPPED) {
                return false;
            }
        }
        return pending > 0 && pending <= (long) BURST_BATCHES * batchSize && bytes <= BURST_BYTES;
    }

    /** Says that somebody searches, or stores without a file: links that rest go on. */
    void asked() {
        boolean first = !burst.askedLately();
        burst.asked();
        if (first) {
            rouse();
        }
    }

    private void awaitShrunk() {
        waiting.incrementAndGet();
        lock.lock();
        try {
            shrunk.awaitNanos(PAUSE_NANOS);
        } catch (InterruptedException interrupted) {
            // What is stored is stored; who interrupted learns of it when the operation has returned.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
    }

    private void wake(boolean all) {
        lock.lock();
        try {
            reasons++;
            replaceDead();
            if (all) {
                woken.signalAll();
            } else {
                woken.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all, those that rest, too. */
    private void rouse() {
        lock.lock();
        try {
            wake(true);
            rousings.incrementAndGet();
            rested.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fails if a graph was given up, so that what is pending stays so.
     *
     * @throws VexfsException {@code SYNC_ERROR}
     */
    void requireGraphs() {
        for (LiveCollection collection : state.collections().all()) {
            if (collection.broken()) {
                throw new VexfsException(
                        FuseVexfsError.SYNC_ERROR,
                        "the graph of collection number " + collection.state().collection()
                                + " is broken: searches scan its vectors until the store is opened again");
            }
        }
    }

    /** Links at most {@code limit} vectors and returns how many, in the caller's thread. */
    int link(int limit) {
        List<LiveCollection> waitingForLinks = new ArrayList<>();
        for (LiveCollection collection : state.collections().all()) {
            if (collection.pending() > 0) {
                waitingForLinks.add(collection);
            }
        }
        int linked = 0;
        int count = waitingForLinks.size();
        // Another one first each time, so that none waits for as long as others are written.
        int first = count == 0 ? 0 : Math.floorMod(turn.getAndIncrement(), count);
        for (int i = 0; i < count && linked < limit; i++) {
            linked += waitingForLinks.get((first + i) % count).index().linkPending(limit - linked);
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
        burst.beginWait();
        try {
            rouse();
            for (LiveCollection collection : state.collections().all()) {
                if (collection.pending() > 0) {
                    // What another thread fails at meanwhile is tried by this one, so that the caller is told.
                    collection.index().linkPresent();
                }
            }
        } finally {
            burst.endWait();
        }
    }

    private void run() {
        long seen = 0;
        while (!stopping) {
            seen = awaitReason(seen);
            try {
                boolean work = true;
                while (work && !stopping) {
                    work = work();
                }
            } catch (RuntimeException | Error failure) {
                // The vectors stay pending and are found by scanning; it is tried again soon.
                failures.failed(failure);
            }
        }
    }

    /** Links some vectors, or sleeps where there is no processor for it; whether there may be more to do. */
    private boolean work() {
        int seen = rousings.get();
        if (resting()) {
            rest(Burst.WINDOW_NANOS, seen);
            return true;
        }
        boolean linked;
        if (linking.incrementAndGet() > Math.max(1, processors - busy())) {
            linking.decrementAndGet();
            rest(PAUSE_NANOS, seen);
            return state.pending() > 0;
        }
        long start = System.nanoTime();
        try {
            linked = link(Math.min(batchSize, CHUNK)) > 0;
        } finally {
            linking.decrementAndGet();
        }
        long took = System.nanoTime() - start;
        if (waiting.get() > 0) {
            lock.lock();
            try {
                shrunk.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (linked && crowded()) {
            rest(Math.min(took / REST_PART, REST_NANOS_MAX), seen);
        }
        return linked;
    }

    /** Sleeps, unless it was roused since it had {@code seen} so many rousings. */
    private void rest(long most, int seen) {
        lock.lock();
        try {
            if (!stopping && rousings.get() == seen) {
                rested.awaitNanos(most);
            }
        } catch (InterruptedException stray) {
            // Nobody interrupts these threads, and there is nothing to give up.
            assert stray != null;
        } finally {
            lock.unlock();
        }
    }

    private long awaitReason(long seen) {
        lock.lock();
        try {
            long left = LOOK_NANOS;
            while (reasons == seen && !stopping && left > 0) {
                left = woken.awaitNanos(left);
            }
            return reasons;
        } catch (InterruptedException stray) {
            // Nobody interrupts these threads; there may be work.
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads after the batches that they are at; idempotent. */
    void stop() {
        stopping = true;
        rouse();
        boolean interrupted = false;
        for (Thread thread : List.copyOf(threads)) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
