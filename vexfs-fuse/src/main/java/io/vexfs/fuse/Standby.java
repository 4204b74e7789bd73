package io.vexfs.fuse;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads wait for the kernel's next request: at least one wherever there is one, and few.
 *
 * <p>The kernel gives a request to the thread that has waited longest. Were all to wait, each would answer in its turn,
 * with caches that have forgotten it; two answer a request in two thirds of the time of eight. So a thread that was one
 * too many for a while rests, until the last one that waits gets a request.
 */
final class Standby {
    /** Threads that wait beside the ones that answer. */
    static final int WAITING_MAX = 2;
    /** How often in a row a thread is one too many before it rests, so that a load does not wake and lay it down all the time. */
    static final int PATIENCE = 100;

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int resting;
    private int woken;
    private boolean ended;

    /** A thread is going to wait for a request. */
    void waits() {
        waiting.incrementAndGet();
    }

    /** It waits no longer; if it was the last one, another takes its place. */
    void received() {
        if (waiting.decrementAndGet() == 0 && resting > 0) {
            wake();
        }
    }

    private synchronized void wake() {
        if (resting > woken) {
            woken++;
            notify();
        }
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

    /** Nobody rests any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** How many rest. */
    int resting() {
        return resting;
    }
}
