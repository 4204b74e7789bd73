package io.vexfs.core.internal.filter;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The ordinals that have one value: a sorted array while they are few, bits when those are smaller. Not safe from several
 * threads.
 */
final class Postings {
    /** Up to so many ordinals an array is kept, whatever bits would take. */
    static final int ARRAY_MAX = 4_096;
    /** Bits are used from one ordinal in so many on, and given up at a quarter of that. */
    private static final int SPARSE = 64;

    private static final int[] NONE = {};

    private int[] few = NONE;
    private BitSet many = new BitSet(0);
    private boolean dense;
    private int size;

    int size() {
        return size;
    }

    /** Puts an ordinal in; nothing if it is there. */
    void add(int ordinal) {
        if (dense) {
            size += many.get(ordinal) ? 0 : 1;
            many.set(ordinal);
            return;
        }
        int at = size > 0 && few[size - 1] < ordinal ? -size - 1 : Arrays.binarySearch(few, 0, size, ordinal);
        if (at >= 0) {
            return;
        }
        at = -at - 1;
        if (size == few.length) {
            few = Arrays.copyOf(few, size + Math.max(1, size / 2));
        }
        System.arraycopy(few, at, few, at + 1, size - at);
        few[at] = ordinal;
        size++;
        if (size > ARRAY_MAX && size > few[size - 1] / SPARSE) {
            densify();
        }
    }

    private void densify() {
        many = new BitSet(few[size - 1] + 1);
        for (int i = 0; i < size; i++) {
            many.set(few[i]);
        }
        few = NONE;
        dense = true;
    }

    /** Takes an ordinal out; nothing if it is not there. */
    void remove(int ordinal) {
        if (dense) {
            size -= many.get(ordinal) ? 1 : 0;
            many.clear(ordinal);
            if (size < ARRAY_MAX / 4) {
                few = many.stream().toArray();
                many = new BitSet(0);
                dense = false;
            }
            return;
        }
        int at = Arrays.binarySearch(few, 0, size, ordinal);
        if (at >= 0) {
            System.arraycopy(few, at + 1, few, at, size - at - 1);
            size--;
        }
    }

    /** Adds all ordinals to bits. */
    void addTo(BitSet bits) {
        if (dense) {
            bits.or(many);
        } else {
            for (int i = 0; i < size; i++) {
                bits.set(few[i]);
            }
        }
    }

    /** Takes all ordinals out of bits. */
    void removeFrom(BitSet bits) {
        if (dense) {
            bits.andNot(many);
        } else {
            for (int i = 0; i < size; i++) {
                bits.clear(few[i]);
            }
        }
    }

    /** Bytes on the heap, roughly. */
    long heapBytes() {
        return 56L + (dense ? many.size() / 8 : few.length * (long) Integer.BYTES);
    }
}
