package io.vexfs.core.internal.graph;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The ordinals that were put in the place of others, the last of them by number.
 *
 * <p>A search walks for a while. It may pass the place of a new vector before it is there, and that of the one it replaces
 * when that is gone. So each replacement is noted between the two, and at its end a search looks at those noted meanwhile.
 */
final class Replacements {
    /** How many are kept. */
    static final int KEPT = 1 << 10;

    private final AtomicIntegerArray last = new AtomicIntegerArray(KEPT);
    private volatile long count;

    /** Notes an ordinal that is visible, before the one that it replaces is hidden. */
    synchronized void add(int ordinal) {
        last.set((int) count & KEPT - 1, ordinal);
        count++;
    }

    /** Lets every search that runs know that it may have missed anything. */
    synchronized void addUnknown() {
        count += KEPT;
    }

    /** How many there were so far. */
    long count() {
        return count;
    }

    /** The ordinal of that number, which means nothing unless it is {@link #kept} afterwards. */
    int ordinal(long number) {
        return last.get((int) number & KEPT - 1);
    }

    /** Whether nothing from that number on was overwritten yet. */
    boolean kept(long number) {
        return count - number < KEPT;
    }
}
