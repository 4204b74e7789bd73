package io.vexfs.core.internal.graph;

import java.util.Arrays;

/** The k smallest of many keys: a buffer that is sorted and cut back to k whenever it is full. */
final class TopKeys {
    private static final int ROOM_MIN = 256;

    private long[] keys = new long[0];
    private int k;
    private int limit;
    private int size;
    private long bound;

    /** Empties the buffer and sets how many keys it keeps. */
    void reset(int newK) {
        k = newK;
        limit = 2 * newK + ROOM_MIN;
        if (keys.length < limit) {
            keys = new long[limit];
        }
        size = 0;
        bound = Long.MAX_VALUE;
    }

    /** Adds a key unless k smaller ones are known. */
    void add(long key) {
        if (key >= bound) {
            return;
        }
        keys[size++] = key;
        if (size == limit) {
            finish();
            bound = keys[k - 1];
        }
    }

    /** Sorts the keys, cuts them back to k and returns how many there are. */
    int finish() {
        Arrays.sort(keys, 0, size);
        size = Math.min(size, k);
        return size;
    }

    /** Whether at least k keys were added. */
    boolean full() {
        return size >= k;
    }

    /** The k-th smallest key, where there are so many. */
    long worst() {
        finish();
        return keys[k - 1];
    }

    /** Whether the key was added and not cut. */
    boolean holds(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return true;
            }
        }
        return false;
    }

    /** Drops the keys of ordinals that are not in the set; returns how many. */
    int retain(OrdinalSet ordinals) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (ordinals.contains(Keys.ordinal(keys[i]))) {
                keys[kept++] = keys[i];
            }
        }
        int dropped = size - kept;
        size = kept;
        return dropped;
    }

    /** The key of this rank, after {@link #finish()}. */
    long key(int rank) {
        return keys[rank];
    }
}
