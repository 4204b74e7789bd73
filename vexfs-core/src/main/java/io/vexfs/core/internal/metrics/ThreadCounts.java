package io.vexfs.core.internal.metrics;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counters of which each thread has its own, summed when they are read: one atomic addition would be 2 % of the shortest
 * operation. Counts are exact; those of threads that ended are kept. Beyond {@link #CELLS_MAX} threads the next ones share
 * counters that are added to atomically, so that short-lived threads cannot fill the heap. Safe from many threads.
 */
final class ThreadCounts {
    /** Threads that have counters of their own. */
    static final int CELLS_MAX = 256;

    /** How many threads join between two looks for such as ended. */
    private static final int JOINS = 64;
    /** Longs around a thread's counters, so that they have cache lines of their own. */
    private static final int PAD = 8;

    private final int slots;
    private final ThreadLocal<Cell> mine = new ThreadLocal<>();
    private final Cell shared;
    /** Guarded by this, as are the next two. */
    private final List<Cell> cells = new ArrayList<>();

    private final long[] ended;
    private int joins;

    private volatile boolean on;

    /** So many counters, all zero. */
    ThreadCounts(int slots, boolean on) {
        this.slots = slots;
        this.on = on;
        shared = new Cell(slots, null, 0);
        ended = new long[slots];
    }

    /** Whether anything is to be counted. */
    boolean on() {
        return on;
    }

    void on(boolean value) {
        on = value;
    }

    /** The counters of one thread, or of those that share; adding is for the thread that asked for them. */
    static final class Cell {
        private final AtomicLongArray counts;
        /** Calls until the next one that is timed, by slot, 0 where it is to be drawn; of shared counters right enough. */
        private final int[] untimed;
        /** Never 0. */
        private int random;
        /** Missing where it is shared. */
        private final @Nullable WeakReference<Thread> owner;

        /**
         * All zero.
         *
         * @param number of the thread: each draws other distances
         */
        Cell(int slots, @Nullable Thread owner, int number) {
            counts = new AtomicLongArray(slots + 2 * PAD);
            untimed = new int[slots];
            int seed = number * 0x9E37_79B9;
            random = seed ^ seed >>> 15 | 1;
            this.owner = owner == null ? null : new WeakReference<>(owner);
        }

        void add(int slot, long count) {
            if (owner == null) {
                counts.getAndAdd(PAD + slot, count);
            } else {
                counts.setOpaque(PAD + slot, counts.getPlain(PAD + slot) + count);
            }
        }

        /** True for one of {@code mean} calls, at random distances, so that nothing periodic is always hit or missed. */
        boolean picked(int slot, int mean) {
            int left = untimed[slot];
            if (left == 0) {
                left = distance(mean);
            }
            untimed[slot] = --left;
            return left == 0;
        }

        private int distance(int mean) {
            int next = random;
            next ^= next << 13;
            next ^= next >>> 17;
            next ^= next << 5;
            random = next;
            return 1 + Integer.remainderUnsigned(next, 2 * mean - 1);
        }

        private long count(int slot) {
            return counts.getOpaque(PAD + slot);
        }

        private boolean ended() {
            if (owner == null) {
                return false;
            }
            Thread thread = owner.get();
            return thread == null || !thread.isAlive();
        }
    }

    /** The counters of the calling thread. */
    Cell cell() {
        Cell known = mine.get();
        return known == null ? join() : known;
    }

    private Cell join() {
        Cell cell;
        synchronized (this) {
            if (++joins % JOINS == 0) {
                forgetEnded();
            }
            if (cells.size() < CELLS_MAX) {
                cell = new Cell(slots, Thread.currentThread(), joins);
                cells.add(cell);
            } else {
                cell = shared;
            }
        }
        mine.set(cell);
        return cell;
    }

    private void forgetEnded() {
        List<Cell> left = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.ended()) {
                for (int slot = 0; slot < slots; slot++) {
                    ended[slot] += cell.count(slot);
                }
            } else {
                left.add(cell);
            }
        }
        cells.clear();
        cells.addAll(left);
    }

    /** What all threads counted. */
    synchronized long sum(int slot) {
        long sum = ended[slot] + shared.count(slot);
        for (Cell cell : cells) {
            sum += cell.count(slot);
        }
        return sum;
    }
}
