package io.vexfs.core.internal.graph;

import java.util.Arrays;

/**
 * The nodes that one search has met: one bit for each ordinal.
 *
 * <p>Implementation note. A set that fits into the nearest cache is worth more than one that is cleared at once: what was
 * set is noted, and clearing costs no more than the search did.
 */
final class VisitedSet {
    private static final int DIRTY_MIN = 1_024;

    private long[] words = new long[0];
    /** The words that are not zero. */
    private int[] dirty = new int[DIRTY_MIN];

    private int dirtyCount;

    /** Empties the set and makes room for ordinals below {@code count}. */
    void clear(int count) {
        for (int i = 0; i < dirtyCount; i++) {
            words[dirty[i]] = 0;
        }
        dirtyCount = 0;
        if (words.length << 6 < count) {
            words = new long[(count >>> 6) + (count >>> 8) + 1];
        }
    }

    /** Puts an ordinal in; false if it was there. */
    boolean add(int ordinal) {
        return added(ordinal) != 0;
    }

    /** Puts an ordinal in; 0 if it was there, else 1: to be added up without a branch, which no processor could guess. */
    int added(int ordinal) {
        int index = ordinal >>> 6;
        if (index >= words.length) {
            words = Arrays.copyOf(words, index + (index >>> 2) + 1);
        }
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, 2 * dirtyCount);
        }
        long before = words[index];
        words[index] = before | 1L << ordinal;
        dirty[dirtyCount] = index;
        dirtyCount += (int) (~(before | -before) >>> 63);
        return (int) (~before >>> ordinal & 1);
    }

    /** Whether the ordinal was put in. */
    boolean contains(int ordinal) {
        int index = ordinal >>> 6;
        return index < words.length && (words[index] & 1L << ordinal) != 0;
    }
}
