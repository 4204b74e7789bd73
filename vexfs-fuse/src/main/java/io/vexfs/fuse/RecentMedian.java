package io.vexfs.fuse;

import java.util.Arrays;

/** The median of the last {@value #VALUES} values. Safe from many threads. */
final class RecentMedian {
    private static final int VALUES = 64;

    private final int[] values = new int[VALUES];
    private long count;

    synchronized void add(int value) {
        values[(int) (count++ & VALUES - 1)] = value;
    }

    /** 0 where there is none. */
    synchronized int value() {
        int known = (int) Math.min(count, VALUES);
        int[] sorted = Arrays.copyOf(values, known);
        Arrays.sort(sorted);
        return known == 0 ? 0 : sorted[known / 2];
    }
}
