package io.vexfs.core.internal.graph;

import java.util.Arrays;

/**
 * Which nodes link to a node on the lowest level, so that a delete finds them without a look at every node.
 *
 * <p>It may name a node that does not link any more, never leave one out that does. Its locks are leaves: nothing else
 * is locked while one is held.
 */
final class InLinks {
    private static final int STRIPES = 1 << 8;
    private static final int[] NOTHING = {0};
    private static final int ROOM_FIRST = 8;

    private final Object[] stripes = new Object[STRIPES];
    private final int shift;
    private volatile int[][][] blocks = new int[0][][];

    InLinks(int shift) {
        this.shift = shift;
        Arrays.setAll(stripes, i -> new Object());
    }

    /** Makes room for as many blocks. */
    void ensure(int blockCount) {
        int[][][] now = blocks;
        if (blockCount > now.length) {
            int[][][] more = Arrays.copyOf(now, blockCount);
            for (int i = now.length; i < blockCount; i++) {
                more[i] = new int[1 << shift][];
                Arrays.fill(more[i], NOTHING);
            }
            blocks = more;
        }
    }

    /** Makes room for that many notes of a node that has none. */
    void expect(int node, int count) {
        if (count > 0) {
            blocks[node >>> shift][node & (1 << shift) - 1] = new int[1 + Math.max(ROOM_FIRST, count)];
        }
    }

    /** Notes that {@code from} links to {@code node}. */
    void add(int node, int from) {
        synchronized (stripes[node & STRIPES - 1]) {
            int[][] block = blocks[node >>> shift];
            int[] list = block[node & (1 << shift) - 1];
            int count = list[0] + 1;
            if (count == list.length) {
                list = Arrays.copyOf(list, 1 + Math.max(ROOM_FIRST, count + count / 2));
                block[node & (1 << shift) - 1] = list;
            } else if (list == NOTHING) {
                list = new int[1 + ROOM_FIRST];
                block[node & (1 << shift) - 1] = list;
            }
            list[count] = from;
            list[0] = count;
        }
    }

    /** Notes that {@code from} links to {@code node} no more. */
    void remove(int node, int from) {
        synchronized (stripes[node & STRIPES - 1]) {
            int[] list = list(node);
            for (int i = 1, count = list[0]; i <= count; i++) {
                if (list[i] == from) {
                    list[i] = list[count];
                    list[0] = count - 1;
                    return;
                }
            }
        }
    }

    /** Whether {@code from} is noted as linking to {@code node}. */
    boolean contains(int node, int from) {
        synchronized (stripes[node & STRIPES - 1]) {
            int[] list = list(node);
            for (int i = 1; i <= list[0]; i++) {
                if (list[i] == from) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Forgets and returns the nodes noted for {@code node}. */
    int[] take(int node) {
        synchronized (stripes[node & STRIPES - 1]) {
            int[] list = list(node);
            blocks[node >>> shift][node & (1 << shift) - 1] = NOTHING;
            return Arrays.copyOfRange(list, 1, 1 + list[0]);
        }
    }

    /** Bytes on the heap, roughly. */
    long heapBytes() {
        long bytes = 0;
        for (int[][] block : blocks) {
            for (int[] list : block) {
                bytes += Integer.BYTES + (list == NOTHING ? 0 : 16 + (long) list.length * Integer.BYTES);
            }
        }
        return bytes;
    }

    private int[] list(int node) {
        return blocks[node >>> shift][node & (1 << shift) - 1];
    }
}
