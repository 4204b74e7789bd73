package io.vexfs.core.internal.graph;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The links of a hierarchical navigable small world graph (Malkov and Yashunin, 2018), by ordinal.
 *
 * <p>The lowest level lies in flat blocks, one row a node: its parent, then a {@link LinkRow} of up to 2M links. The
 * upper levels, which one node in M has, lie in an array of their own for each such node.
 *
 * <p>Implementation note. On the lowest level the nodes form a tree: every node but the root has a parent, and both link
 * to each other. No pruning drops such a link, and a delete gives the children a new place before the node goes. So
 * every node is reachable from every other at any time, whatever the vectors are; the tree takes two links of a node on
 * average, and they are links to near nodes.
 *
 * <p>Readers take no lock. Writers of a row hold {@link #lock(int)} of its node.
 */
final class HnswGraph {
    /** No node. */
    static final int NONE = -1;
    /** Levels above the lowest that a node may have. */
    static final int LEVEL_MAX = 31;

    private static final int BLOCK_INTS = 1 << 16;
    /** Ints in a cache line. */
    private static final int LINE = 16;

    private static final int STRIPES = 1 << 10;
    private static final int[] NO_LEVELS = {};

    private final int m;
    private final int stride;
    private final int shift;
    private final Object[] stripes = new Object[STRIPES];
    private volatile int[][] blocks = new int[0][];
    private volatile int[][][] upper = new int[0][][];
    private volatile int entry = NONE;

    /** The nodes. */
    final OrdinalSet nodes = new OrdinalSet();
    /** The nodes that have upper levels. */
    final OrdinalSet upperNodes = new OrdinalSet();
    /** Nodes that were taken out, but may be linked to on the lowest level still. Changed while no other writer runs. */
    final OrdinalSet leaving = new OrdinalSet();

    HnswGraph(int m) {
        this.m = m;
        this.stride = 2 * m + 2;
        this.shift = 31 - Integer.numberOfLeadingZeros(BLOCK_INTS / stride);
        Arrays.setAll(stripes, i -> new Object());
    }

    /** Links of a new node. */
    int m() {
        return m;
    }

    /** Links that a node may have on that level. */
    int linksMax(int level) {
        return level == 0 ? 2 * m : m;
    }

    /** Makes room for ordinals below {@code count}. */
    synchronized void ensure(int count) {
        int[][] now = blocks;
        int needed = (int) (((long) count + (1 << shift) - 1) >>> shift);
        if (needed <= now.length) {
            return;
        }
        int[][] more = Arrays.copyOf(now, needed);
        int[][][] moreUpper = Arrays.copyOf(upper, needed);
        for (int i = now.length; i < needed; i++) {
            more[i] = new int[stride << shift];
            moreUpper[i] = new int[1 << shift][];
            Arrays.fill(moreUpper[i], NO_LEVELS);
        }
        upper = moreUpper;
        blocks = more;
    }

    /** Ordinals that there is room for. */
    int capacity() {
        return blocks.length << shift;
    }

    /** What a writer of the node's rows holds. */
    Object lock(int node) {
        return stripes[node & STRIPES - 1];
    }

    /** Where searches begin, or {@link #NONE}. */
    int entry() {
        return entry;
    }

    /** Sets where searches begin. */
    void entry(int node) {
        entry = node;
    }

    /** The highest level that has a node, or -1. */
    int topLevel() {
        int node = entry;
        return node == NONE ? -1 : level(node);
    }

    /** The highest level of a node. */
    int level(int node) {
        return levels(node).length / (m + 1);
    }

    /** The array that holds the node's row of that level. */
    int[] row(int node, int level) {
        return level == 0 ? blocks[node >>> shift] : levels(node);
    }

    /** Where in its array the row of that level begins. */
    int at(int node, int level) {
        return level == 0 ? (node & (1 << shift) - 1) * stride + 1 : (level - 1) * (m + 1);
    }

    /** Copies the links of a node and returns how many there are; needs no lock. */
    int read(int node, int level, int[] links) {
        if (level == 0) {
            return LinkRow.read(blocks[node >>> shift], at(node, 0), links);
        }
        int[] levels = levels(node);
        int at = (level - 1) * (m + 1);
        return at < levels.length ? LinkRow.read(levels, at, links) : 0;
    }

    /** Reads something of each cache line of a node's lowest row, so that it is at hand soon; the result means nothing. */
    int touch(int node) {
        int[] row = blocks[node >>> shift];
        int at = at(node, 0);
        int touched = 0;
        for (int end = at + stride - 1; at < end; at += LINE) {
            touched += row[at];
        }
        return touched;
    }

    /** The node that this one hangs under on the lowest level, or {@link #NONE} for the root. */
    int parent(int node) {
        return blocks[node >>> shift][at(node, 0) - 1];
    }

    /** Hangs a node under another, whose lock the caller holds. */
    void parent(int node, int parent) {
        blocks[node >>> shift][at(node, 0) - 1] = parent;
    }

    /** Whether the tree holds the link between these two. */
    boolean related(int a, int b) {
        return parent(a) == b || parent(b) == a;
    }

    /** Clears the rows of a node that nobody links to yet. */
    void prepare(int node, int level) {
        int[] row = row(node, 0);
        LinkRow.write(row, at(node, 0), NO_LEVELS, 0);
        parent(node, NONE);
        upperLevels(node, level == 0 ? NO_LEVELS : new int[level * (m + 1)]);
    }

    /** Counts a node in, once its rows are complete. */
    void admit(int node) {
        if (level(node) > 0) {
            upperNodes.add(node);
        }
        nodes.add(node);
    }

    /** Counts a node out; it stays for readers until no row links to it any more. */
    void leave(int node) {
        leaving.add(node);
        upperNodes.remove(node);
        nodes.remove(node);
    }

    /** Takes every node out and empties every row, whatever it holds; the caller keeps writers out. */
    void clear() {
        entry = NONE;
        upperNodes.clear();
        nodes.clear();
        for (int i = 0; i < blocks.length; i++) {
            Arrays.fill(upper[i], NO_LEVELS);
            Arrays.fill(blocks[i], 0);
        }
    }

    /** Arrays for {@link #lowestCopy}, made and cleared while nobody waits. */
    int[][] lowestRoom() {
        int[][] room = new int[blocks.length][];
        Arrays.setAll(room, i -> new int[stride << shift]);
        return room;
    }

    /** A copy of the rows of the lowest level, block by block, of ordinals below {@code end}; in the room, where there is any. */
    int[][] lowestCopy(int end, int[][] room) {
        int[][] copy = new int[(int) (((long) end + (1 << shift) - 1) >>> shift)][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = i < room.length ? room[i] : new int[stride << shift];
            System.arraycopy(blocks[i], 0, copy[i], 0, Math.min(1 << shift, end - (i << shift)) * stride);
        }
        return copy;
    }

    /** Brings such a copy into the form that a file holds, without the links to nodes that were leaving. */
    void settleLowest(int[][] copy, int end, BitSet left) {
        for (int row = 0; row < end; row++) {
            int[] block = copy[row >>> shift];
            int at = at(row, 0);
            if (!left.isEmpty()) {
                LinkRow.drop(block, at, left);
            }
            LinkRow.settle(block, at, 2 * m);
        }
    }

    /** A copy of the upper levels as a file holds them: ordinal, levels, rows; for each node that has any. */
    int[] upperCopy() {
        int length = 0;
        for (int node = upperNodes.next(0); node >= 0; node = upperNodes.next(node + 1)) {
            length += 2 + levels(node).length;
        }
        int[] copy = new int[length];
        int at = 0;
        for (int node = upperNodes.next(0); node >= 0; node = upperNodes.next(node + 1)) {
            int[] levels = levels(node);
            copy[at++] = node;
            copy[at++] = level(node);
            System.arraycopy(levels, 0, copy, at, levels.length);
            for (int end = at + levels.length; at < end; at += m + 1) {
                LinkRow.settle(copy, at, m);
            }
        }
        return copy;
    }

    /** The arrays of the lowest level, to be read into. */
    int[][] lowest() {
        return blocks;
    }

    /** Gives a node its upper levels. */
    void upperLevels(int node, int[] levels) {
        upper[node >>> shift][node & (1 << shift) - 1] = levels;
    }

    /** Bytes on the heap, roughly. */
    long heapBytes() {
        long bytes = (long) capacity() * (stride + 1) * Integer.BYTES;
        for (int node = upperNodes.next(0); node >= 0; node = upperNodes.next(node + 1)) {
            bytes += 16 + (long) levels(node).length * Integer.BYTES;
        }
        return bytes + nodes.heapBytes() + upperNodes.heapBytes() + leaving.heapBytes();
    }

    private int[] levels(int node) {
        return upper[node >>> shift][node & (1 << shift) - 1];
    }
}
