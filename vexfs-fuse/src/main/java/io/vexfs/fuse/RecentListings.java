package io.vexfs.fuse;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The parts of listings that the kernel was given with attributes a moment ago, and still has. Programs list a directory
 * again at once, {@code rm -r} to see whether it is empty, and attributes that are there need not be asked for. Safe
 * from many threads; now and then one is forgotten, which costs no more than asking.
 */
final class RecentListings {
    /** How many are remembered. */
    static final int REMEMBERED = 1 << RecentListings.PLACE_BITS;

    private static final int PLACE_BITS = 12;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLongArray parts = new AtomicLongArray(REMEMBERED);
    private final AtomicLongArray ends = new AtomicLongArray(REMEMBERED);

    private static long part(long node, long offset) {
        return (node * SPREAD + offset) * SPREAD;
    }

    private static int place(long part) {
        return (int) (part >>> Long.SIZE - PLACE_BITS);
    }

    /** Whether the kernel has the attributes of what is listed of this directory from there on, at this time. */
    boolean known(long node, long offset, long nanos) {
        long part = part(node, offset);
        int place = place(part);
        return parts.get(place) == part && ends.get(place) - nanos > 0;
    }

    /**
     * Says that it was given them. For half as long as it keeps them, they need not be given again: the other half is
     * left to whoever listed them then.
     *
     * @param nanos when they were asked for
     * @param keptNanos for how long the kernel keeps them
     */
    void given(long node, long offset, long nanos, long keptNanos) {
        long part = part(node, offset);
        int place = place(part);
        ends.set(place, nanos + keptNanos / 2);
        parts.set(place, part);
    }
}
