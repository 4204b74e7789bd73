package io.vexfs.core.internal.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The links of one node on one level, as a stretch of an {@code int[]}: a header, then the linked ordinals.
 *
 * <pre>
 *   31                    11   10      9         0
 *  +------------------------+---------+-----------+----------+-----+
 *  | version                | writing | count     | link 0   | ... |
 *  +------------------------+---------+-----------+----------+-----+
 * </pre>
 *
 * <p>Implementation note. Writers hold the node's lock; readers hold none and copy the row, again if the header changed
 * meanwhile. A writer that lost its processor in the middle cannot hold readers up: after {@link #READ_TRIES_MAX} tries
 * a reader takes what it has, which is a mix of old and new links, all of them nodes.
 */
final class LinkRow {
    /** How often a reader copies a row that is being written. */
    static final int READ_TRIES_MAX = 1_000;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int COUNT = (1 << 10) - 1;
    private static final int WRITING = 1 << 10;
    private static final int VERSION = 1 << 11;

    private LinkRow() {}

    /** Copies the links and returns how many there are. Safe without a lock. */
    static int read(int[] row, int at, int[] links) {
        int count = 0;
        for (int tries = 0; tries < READ_TRIES_MAX; tries++) {
            int header = (int) INTS.getAcquire(row, at);
            count = header & COUNT;
            System.arraycopy(row, at + 1, links, 0, count);
            VarHandle.acquireFence();
            if ((header & WRITING) == 0 && (int) INTS.getOpaque(row, at) == header) {
                return count;
            }
            Thread.onSpinWait();
        }
        return count;
    }

    /** How many links there are; for holders of the node's lock. */
    static int count(int[] row, int at) {
        return row[at] & COUNT;
    }

    /** Whether the row links to that ordinal; for holders of the node's lock. */
    static boolean contains(int[] row, int at, int ordinal) {
        for (int i = at + 1, end = at + count(row, at); i <= end; i++) {
            if (row[i] == ordinal) {
                return true;
            }
        }
        return false;
    }

    /** Whether the row links to an ordinal of the set; for holders of the node's lock. */
    static boolean meets(int[] row, int at, OrdinalSet ordinals) {
        for (int i = at + 1, end = at + count(row, at); i <= end; i++) {
            if (ordinals.contains(row[i])) {
                return true;
            }
        }
        return false;
    }

    /** Replaces the links; for holders of the node's lock. */
    static void write(int[] row, int at, int[] links, int count) {
        int header = row[at];
        assert (header & WRITING) == 0;
        INTS.setOpaque(row, at, header | WRITING);
        VarHandle.releaseFence();
        System.arraycopy(links, 0, row, at + 1, count);
        INTS.setRelease(row, at, (header & ~COUNT) + VERSION | count);
    }

    /** Adds one link to a row with room; for holders of the node's lock. */
    static void append(int[] row, int at, int ordinal) {
        int header = row[at];
        assert (header & WRITING) == 0;
        INTS.setOpaque(row, at, header | WRITING);
        VarHandle.releaseFence();
        row[at + 1 + (header & COUNT)] = ordinal;
        INTS.setRelease(row, at, header + VERSION + 1);
    }

    /** Takes the links to some ordinals out of a row that no reader knows. */
    static void drop(int[] row, int at, BitSet dropped) {
        int count = count(row, at);
        int kept = 0;
        for (int i = at + 1; i <= at + count; i++) {
            if (!dropped.get(row[i])) {
                row[at + 1 + kept++] = row[i];
            }
        }
        row[at] = row[at] & ~COUNT | kept;
    }

    /** Makes a copied row what it is in a file: the count alone as header, zeros behind the links. */
    static void settle(int[] row, int at, int linksMax) {
        int count = count(row, at);
        row[at] = count;
        Arrays.fill(row, at + 1 + count, at + 1 + linksMax, 0);
    }
}
