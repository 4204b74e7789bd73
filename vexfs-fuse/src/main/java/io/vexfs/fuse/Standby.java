package io.vexfs.fuse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How many threads wait for the kernel's next request: few, and nobody for longer than two ticks.
 *
 * <p>The kernel gives a request to the thread that has waited longest, and wakes it for that, which takes longer than
 * most answers. So one thread answers alone while it keeps up, and finds the next request when it comes back. A thread
 * that was one too many for a while rests. The guard looks at the clock's ticks: where nobody waited since the last
 * one, as the only thread is busy with something long or the requests are too many for it, it wakes another.
 */
final class Standby {
    /** Threads that wait beside the ones that answer. */
    static final int WAITING_MAX = 1;
    /** How often in a row a thread is one too many before it rests, so that a load does not wake and lay it down all the time. */
    static final int PATIENCE = 100;
    /** How often the guard looks while there are requests. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Requests that a thread answers in a tick where it waits for processors, and not for a disk. */
    static final int QUICK = 25;

    private final int threads;
    private final int processors;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean idle;
    private volatile boolean guarded;
    private volatile boolean ticking;
    private volatile int resting;
    private volatile @Nullable Thread guard;
    private long takenBefore;
    private int woken;
    private volatile boolean ended;

    /**
     * Nobody waits yet.
     *
     * @param threads how many there are
     * @param processors what they and those who ask run on
     */
    Standby(int threads, int processors) {
        this.threads = threads;
        this.processors = processors;
    }

    /** A thread is going to wait for a request; gives whether it is the only one. */
    boolean waits() {
        return waiting.incrementAndGet() == 1;
    }

    /** A thread that waits finds no request there, so that those that answer keep up. */
    void idles() {
        if (!idle) {
            idle = true;
        }
    }

    /** It waits no longer; if it was the last one, the guard sees to it that it does not stay so for long. */
    void received() {
        taken.incrementAndGet();
        if (waiting.decrementAndGet() > 0 || resting == 0) {
            return;
        }
        if (!guarded) {
            wake();
        } else if (!ticking) {
            ticking = true;
            LockSupport.unpark(guard);
        }
    }

    private synchronized void wake() {
        if (resting > woken) {
            woken++;
            notify();
        }
    }

    /** Keeps watch until the end; by a thread that does nothing else. */
    void guard() {
        guard = Thread.currentThread();
        guarded = true;
        try {
            while (!ended) {
                if (ticking) {
                    LockSupport.parkNanos(this, TICK_NANOS);
                    tick();
                } else {
                    LockSupport.park(this);
                }
            }
        } finally {
            guarded = false;
            // Whoever relied on the guard meanwhile.
            wake();
        }
    }

    private void tick() {
        long before = takenBefore;
        if (missing()) {
            wake();
        } else if (before == takenBefore && waiting.get() > 0) {
            ticking = false;
            // Looked at again now that whoever takes a request sees that nobody ticks.
            if (waiting.get() == 0) {
                ticking = true;
            }
        }
    }

    /** Whether nobody waited since the last tick, though there are processors for one more. */
    boolean missing() {
        boolean hadTime = idle;
        long answered = taken.get() - takenBefore;
        idle = false;
        takenBefore += answered;
        return waiting.get() == 0 && !hadTime && !waitForProcessors(answered);
    }

    /** Whether more threads would only take the processors away from those who ask. */
    private boolean waitForProcessors(long answered) {
        int active = threads - resting;
        return answered >= (long) QUICK * active && active >= processors;
    }

    /**
     * Rests, if this thread is one too many.
     *
     * @param surplus how often in a row it was
     * @return the same from now on
     */
    int rest(int surplus) {
        if (waiting.get() < WAITING_MAX) {
            return 0;
        }
        if (surplus < PATIENCE) {
            return surplus + 1;
        }
        await();
        return 0;
    }

    private synchronized void await() {
        resting++;
        try {
            // Looked at again now that whoever gets the last request sees that somebody rests.
            if (waiting.get() == 0) {
                return;
            }
            while (woken == 0 && !ended) {
                wait();
            }
            if (woken > 0) {
                woken--;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            resting--;
        }
    }

    /** Nobody rests any more, and nobody keeps watch. */
    synchronized void end() {
        ended = true;
        notifyAll();
        LockSupport.unpark(guard);
    }

    /** How many rest. */
    int resting() {
        return resting;
    }
}
