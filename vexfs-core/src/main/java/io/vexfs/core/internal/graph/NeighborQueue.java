package io.vexfs.core.internal.graph;

/**
 * The nearest nodes that a search has met, nearest first, and which of them it has expanded.
 *
 * <p>One sorted array serves as the candidates and the results of algorithm 2 of Malkov and Yashunin.
 */
final class NeighborQueue {
    private long[] keys = new long[0];
    private int capacity;
    private int size;
    private int cursor;

    /** Empties the queue and sets how many nodes it keeps. */
    void reset(int newCapacity) {
        if (keys.length < newCapacity) {
            keys = new long[newCapacity];
        }
        capacity = newCapacity;
        size = 0;
        cursor = 0;
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
                keys[cursor++] = key | Keys.FLAG;
                return Keys.ordinal(key);
            }
            cursor++;
        }
        return -1;
    }
}
