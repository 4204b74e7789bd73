package io.vexfs.core.internal.graph;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;

/**
 * The state of every ordinal of an index.
 *
 * <pre>
 *   free -- reserve --> reserved -- publish --> pending -- claim, linked --> linked
 *    ^                     |                       |                           |
 *    +------ release ------+                       +-------- withdraw ---------+
 *    +------ when no reader can hold it <-- retired <--------------------------+
 * </pre>
 *
 * Pending and linked ordinals are visible to searches. Changes are made under this object's monitor; the sets may be read
 * without it.
 */
final class Ordinals {
    /** Visible to searches. */
    final OrdinalSet visible = new OrdinalSet();
    /** Visible, but not in the graph yet. */
    final OrdinalSet pending = new OrdinalSet();
    /** Pending, and not because they were just stored: what a graph that is made anew has not yet. */
    final OrdinalSet backlog = new OrdinalSet();

    /** Whether the graph is of use. */
    final IndexCondition condition = new IndexCondition();

    private final OrdinalSet free = new OrdinalSet();
    private final OrdinalSet reserved = new OrdinalSet();
    private final OrdinalSet linking = new OrdinalSet();
    private final Epochs epochs;
    private int end;
    private int nextClaim;

    Ordinals(Epochs epochs) {
        this.epochs = epochs;
    }

    /** Ordinals from here on were never used. */
    synchronized int end() {
        return end;
    }

    /** The smallest free ordinal, or {@link #end()}; reserved from now on. */
    synchronized int reserve() {
        int ordinal = free.next(0);
        if (ordinal < 0) {
            epochs.reclaim(free::add);
            ordinal = free.next(0);
        }
        if (ordinal < 0) {
            requireRoom(end);
            ordinal = end++;
        } else {
            free.remove(ordinal);
        }
        reserved.add(ordinal);
        return ordinal;
    }

    /** Reserves this very ordinal; those between the end and it become free. */
    synchronized void reserve(int ordinal) {
        requireRoom(ordinal);
        while (end <= ordinal) {
            free.add(end++);
        }
        if (!free.contains(ordinal)) {
            epochs.reclaim(free::add);
        }
        require(free.remove(ordinal), ordinal, "free");
        reserved.add(ordinal);
    }

    /** Gives a reserved ordinal back. */
    synchronized void release(int ordinal) {
        require(reserved.remove(ordinal), ordinal, "reserved");
        free.add(ordinal);
    }

    /** Fails unless the ordinal is reserved. */
    void requireReserved(int ordinal) {
        require(reserved.contains(ordinal), ordinal, "reserved");
    }

    /** Makes a reserved ordinal, whose vector is stored, visible and pending. */
    synchronized void publish(int ordinal) {
        require(reserved.remove(ordinal), ordinal, "reserved");
        pending.add(ordinal);
        visible.add(ordinal);
    }

    /** Claims a pending ordinal for linking and returns it; -1 if it is not pending or claimed already. */
    synchronized int claimed(int ordinal) {
        return pending.contains(ordinal) && linking.add(ordinal) ? ordinal : -1;
    }

    /** Claims any pending ordinal for linking, in turn; -1 if there is none. */
    synchronized int claim() {
        for (int from = nextClaim, rounds = 0; rounds < 2; from = 0, rounds++) {
            for (int ordinal = pending.next(from); ordinal >= 0; ordinal = pending.next(ordinal + 1)) {
                if (linking.add(ordinal)) {
                    nextClaim = ordinal + 1;
                    return ordinal;
                }
            }
        }
        return -1;
    }

    /** Ends a claim; if it succeeded the ordinal is pending no more. */
    synchronized void unclaim(int ordinal, boolean linked) {
        linking.remove(ordinal);
        if (linked) {
            pending.remove(ordinal);
            caughtUp(ordinal);
        }
    }

    private void caughtUp(int ordinal) {
        if (backlog.remove(ordinal) && backlog.size() == 0) {
            condition.rebuilt();
        }
    }

    /** Makes every visible ordinal pending; the caller keeps links out. */
    synchronized void unlink() {
        for (int ordinal = visible.next(0); ordinal >= 0; ordinal = visible.next(ordinal + 1)) {
            pending.add(ordinal);
            backlog.add(ordinal);
        }
    }

    /** Takes what is pending for a backlog. */
    synchronized void noteBacklog() {
        for (int ordinal = pending.next(0); ordinal >= 0; ordinal = pending.next(ordinal + 1)) {
            backlog.add(ordinal);
        }
        if (backlog.size() == 0) {
            condition.rebuilt();
        }
    }

    /** Hides a visible ordinal; true if it was pending. */
    synchronized boolean withdraw(int ordinal) {
        require(visible.remove(ordinal), ordinal, "visible");
        assert !linking.contains(ordinal) : ordinal;
        caughtUp(ordinal);
        return pending.remove(ordinal);
    }

    /** Takes over a state read from disk: what is not visible is free. */
    synchronized void restore(int newEnd, long[] visibleWords, long[] pendingWords) {
        assert end == 0;
        end = newEnd;
        long[] freeWords = new long[visibleWords.length];
        for (int word = 0; word < freeWords.length; word++) {
            freeWords[word] = ~visibleWords[word];
        }
        if ((newEnd & 63) != 0) {
            freeWords[freeWords.length - 1] &= ~(-1L << newEnd);
        }
        free.restore(freeWords);
        visible.restore(visibleWords);
        pending.restore(pendingWords);
    }

    private static void requireRoom(int ordinal) {
        if (ordinal < 0 || ordinal >= Keys.ORDINALS_MAX) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED,
                    "too many vectors in one index: expected ordinals below " + Keys.ORDINALS_MAX + ", was " + ordinal);
        }
    }

    private static void require(boolean held, int ordinal, String state) {
        if (!held) {
            throw new IllegalStateException("ordinal " + ordinal + ": expected " + state + ", was not");
        }
    }
}
