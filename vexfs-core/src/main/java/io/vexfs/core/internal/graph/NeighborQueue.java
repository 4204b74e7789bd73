package io.vexfs.core.internal.graph;

/**
 * The nearest nodes that a search has met, nearest first, and which of them it has expanded.
 *
 * <p>One sorted array serves as the candidates and the results of algorithm 2 of Malkov and Yashunin.
 */
final class NeighborQueue {
    private static final int UNWATCHED = Integer.MAX_VALUE;

    private long[] keys = new long[0];
    private int capacity;
    private int size;
    private int cursor;
    private int watched = UNWATCHED;
    private int[] landing = new int[0];
    private int landed;

    /** Empties the queue and sets how many nodes it keeps. */
    void reset(int newCapacity) {
        watched = UNWATCHED;
        landed = 0;
        if (keys.length < newCapacity) {
            keys = new long[newCapacity];
        }
        capacity = newCapacity;
        size = 0;
        cursor = 0;
    }

    /** As {@link #reset(int)}; and what a walk that keeps only {@code narrower} nodes would end with is noted for {@link #landing}. */
    void reset(int newCapacity, int narrower) {
        reset(newCapacity);
        watched = narrower;
        if (landing.length < narrower) {
            landing = new int[narrower];
        }
    }

    int size() {
        return size;
    }

    boolean full() {
        return size == capacity;
    }

    /** The ordinal at this rank. */
    int ordinal(int rank) {
        return Keys.ordinal(keys[rank]);
    }

    /** The score at this rank. */
    float score(int rank) {
        return Keys.score(keys[rank]);
    }

    /** Copies the keys without flags, nearest first. */
    int copy(long[] target) {
        for (int i = 0; i < size; i++) {
            target[i] = keys[i] & ~Keys.FLAG;
        }
        return size;
    }

    /**
     * Copies the nodes, nearest first, that the narrower walk would have ended with, and returns how many there are: those met by the
     * time when all of the nearest so many were expanded. 0 if that was only at the end.
     */
    int landing(int[] nodes) {
        System.arraycopy(landing, 0, nodes, 0, landed);
        return landed;
    }

    /** Adds a node that is not in the queue, unless the queue is full of nearer ones. */
    void insert(float score, int ordinal) {
        long key = Keys.key(score, ordinal);
        if (size == capacity) {
            if (key >= keys[size - 1]) {
                return;
            }
            size--;
        }
        int position = position(key);
        assert position == size || keys[position] != key : ordinal;
        System.arraycopy(keys, position, keys, position + 1, size - position);
        keys[position] = key;
        size++;
        if (position < cursor) {
            cursor = position;
        }
    }

    /** How many keys are smaller; found without a branch that no processor could guess. */
    private int position(long key) {
        int from = 0;
        int length = size;
        while (length > 1) {
            int half = length >>> 1;
            from += keys[from + half - 1] < key ? half : 0;
            length -= half;
        }
        return length == 1 && keys[from] < key ? from + 1 : from;
    }

    /** The lowest rank from this one on whose node is not expanded yet, or {@link #size}. */
    int unexpanded(int from) {
        int rank = Math.max(from, cursor);
        while (rank < size && (keys[rank] & Keys.FLAG) != 0) {
            rank++;
        }
        return rank;
    }

    /** The nearest node not expanded yet, which is from now on; or -1. */
    int expandNext() {
        while (cursor < size) {
            long key = keys[cursor];
            if ((key & Keys.FLAG) == 0) {
                if (cursor >= watched) {
                    land();
                }
                keys[cursor++] = key | Keys.FLAG;
                return Keys.ordinal(key);
            }
            cursor++;
        }
        return -1;
    }

    private void land() {
        landed = watched;
        for (int i = 0; i < landed; i++) {
            landing[i] = Keys.ordinal(keys[i]);
        }
        watched = UNWATCHED;
    }
}
