package io.vexfs.core.internal.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The turns of those who wait for the disk: one of them forces for all who were there before. Whoever is done by then is
 * woken at once, and one more, who forces next. With a lock instead, each would wait for the one before it to wake up.
 *
 * <p>Safe from many threads.
 */
final class LogForcer {
    private final AtomicBoolean forcing = new AtomicBoolean();
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    private record Waiter(Thread thread, BooleanSupplier done) {}

    /** Returns when {@code done} holds; {@code force} is run until it does, by one thread at a time. */
    void until(BooleanSupplier done, Runnable force) {
        while (!done.getAsBoolean()) {
            if (forcing.compareAndSet(false, true)) {
                try {
                    if (!done.getAsBoolean()) {
                        force.run();
                    }
                } finally {
                    forcing.set(false);
                    wake();
                }
            } else {
                await(done);
            }
        }
        if (!forcing.get()) {
            // This thread may have been the one that was woken to force next.
            wake();
        }
    }

    private void wake() {
        boolean next = false;
        for (Waiter waiter : waiters) {
            boolean done = waiter.done().getAsBoolean();
            if (done || !next) {
                next |= !done;
                LockSupport.unpark(waiter.thread());
            }
        }
    }

    private void await(BooleanSupplier done) {
        Waiter waiter = new Waiter(Thread.currentThread(), done);
        waiters.add(waiter);
        boolean interrupted = false;
        while (forcing.get() && !done.getAsBoolean()) {
            LockSupport.park(this);
            // What is in the log is waited for all the same; the caller learns of it afterwards.
            interrupted |= Thread.interrupted();
        }
        waiters.remove(waiter);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
