package io.vexfs.core.internal.log;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The turns of those who wait for the disk: one of them forces for all who were there before. Where several came lately, it
 * is the last one of their {@link ForceGroup} to come, which is running anyway; another one watches the time, and forces if
 * somebody is late. Whoever is done is woken at once by the one that has forced.
 *
 * <p>The lock is held for a few instructions, never while a force runs, and taking it allocates nothing: who fails at that would keep all others
 * waiting. Safe from many threads.
 */
final class LogForcer {
    private static final long LEAD = 0;
    private static final long REST = -1;

    private final LongSupplier nanos;
    private final Object lock = new Object();

    /** Guarded by the lock. */
    private final ForceGroup group = new ForceGroup();
    /** Those who are not done, in the order in which they came. Guarded by the lock. */
    private @Nullable Waiter first;
    /** Guarded by the lock. */
    private @Nullable Waiter last;
    /** How many they are. Guarded by the lock. */
    private int waiting;
    /** Guarded by the lock. */
    private boolean forcing;
    /** Who forces when the time is over: there is one where somebody waits and nobody forces. Guarded by the lock. */
    private @Nullable Waiter watch;
    /** When the time is over. Guarded by the lock. */
    private long watchEnd;

    LogForcer(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A thread that waits, in a list. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final BooleanSupplier done;
        /** Written under the lock. */
        private volatile boolean released;
        /** Guarded by the lock, and of the one who releases it from then on. */
        private @Nullable Waiter next;
        /** Whom it wakes so that forcing goes on, once it has forced. */
        private @Nullable Thread successor;

        private Waiter(BooleanSupplier done) {
            this.done = done;
        }
    }

    /** How many wait or force. */
    int waiting() {
        synchronized (lock) {
            return waiting;
        }
    }

    /** Returns when {@code done} holds; {@code force} is run until it does, by one thread at a time. */
    void until(BooleanSupplier done, Runnable force) {
        if (done.getAsBoolean()) {
            return;
        }
        Waiter waiter = new Waiter(done);
        boolean interrupted = false;
        long turn = enter(waiter);
        try {
            while (!waiter.released) {
                if (turn == LEAD) {
                    lead(waiter, force);
                } else if (turn == REST) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, turn);
                }
                // What is in the log is waited for all the same; the caller learns of it afterwards.
                interrupted |= Thread.interrupted();
                turn = waiter.released ? REST : turn(waiter);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long enter(Waiter waiter) {
        synchronized (lock) {
            append(waiter);
            waiting++;
            return turnLocked(waiter);
        }
    }

    private long turn(Waiter waiter) {
        synchronized (lock) {
            return turnLocked(waiter);
        }
    }

    /** {@link #LEAD}, {@link #REST} until it is woken, or the nanoseconds to rest. */
    private long turnLocked(Waiter waiter) {
        if (forcing || waiter.released) {
            return REST;
        }
        if (waiting >= group.expected()) {
            group.complete();
        } else {
            if (watch == null) {
                watch(waiter);
            }
            if (watch != waiter) {
                return REST;
            }
            long left = watchEnd - nanos.getAsLong();
            if (left > 0) {
                return left;
            }
            group.late();
        }
        forcing = true;
        watch = null;
        return LEAD;
    }

    private void watch(Waiter waiter) {
        watch = waiter;
        watchEnd = nanos.getAsLong() + group.waitNanos();
    }

    private void append(Waiter waiter) {
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
    }

    private void lead(Waiter leader, Runnable force) {
        boolean forced = false;
        boolean failed = true;
        long start = nanos.getAsLong();
        try {
            // Somebody else may have forced, to begin another file.
            if (!leader.done.getAsBoolean()) {
                force.run();
                forced = true;
            }
            failed = false;
        } finally {
            Waiter released = release(leader, forced ? nanos.getAsLong() - start : 0, failed);
            if (leader.successor != null) {
                LockSupport.unpark(leader.successor);
            }
            while (released != null) {
                Waiter next = released.next;
                if (released != leader) {
                    LockSupport.unpark(released.thread);
                }
                released = next;
            }
        }
    }

    /** Ends a force and gives those whom it served, and to the leader who is to force next. Allocates nothing, which could fail. */
    private @Nullable Waiter release(Waiter leader, long took, boolean failed) {
        Waiter released = null;
        synchronized (lock) {
            if (took > 0) {
                group.took(took);
            }
            group.ended(waiting);
            Waiter each = first;
            first = null;
            last = null;
            while (each != null) {
                Waiter next = each.next;
                // A failure is its leader's; each of the others tries for itself.
                if (each.done.getAsBoolean() || failed && each == leader) {
                    each.next = released;
                    released = each;
                    each.released = true;
                    waiting--;
                } else {
                    each.next = null;
                    append(each);
                }
                each = next;
            }
            forcing = false;
            if (first != null) {
                watch(first);
                leader.successor = first.thread;
            }
            assert (first == null) == (waiting == 0) : waiting;
        }
        return released;
    }
}
