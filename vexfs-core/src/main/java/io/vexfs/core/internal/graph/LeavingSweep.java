package io.vexfs.core.internal.graph;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The walk over all rows that takes out the links to nodes that leave.
 *
 * <p>Nothing notes who links to a node: such notes take as much memory as the links themselves. A delete repairs the rows
 * near the node, and the few others are met by this walk, which each delete carries on by some rows. Nodes that left before
 * a round of it began are linked by nobody at its end, as nothing links to a leaving node anew; then their ordinals are
 * given back. So at most {@value #ROUND_STEPS} × 2 nodes are leaving at once in a large index.
 *
 * <p>The caller keeps other writers out.
 */
final class LeavingSweep {
    /** Deletes that a round takes at most. */
    static final int ROUND_STEPS = 512;
    /** Rows that a delete carries the walk on by at least. */
    static final int STEP_ROWS_MIN = 1_024;

    private final HnswGraph graph;
    private final LinkEditor editor;
    private final IntConsumer gone;
    private int[] round = new int[ROUND_STEPS];
    private int roundSize;
    private int[] next = new int[ROUND_STEPS];
    private int nextSize;
    private int cursor;

    /** @param gone is given each ordinal that nothing links to any more */
    LeavingSweep(HnswGraph graph, LinkEditor editor, IntConsumer gone) {
        this.graph = graph;
        this.editor = editor;
        this.gone = gone;
    }

    /** Notes a node that leaves. */
    void add(int node) {
        if (nextSize == next.length) {
            next = Arrays.copyOf(next, 2 * nextSize);
        }
        next[nextSize++] = node;
    }

    /** Carries the walk on by one delete's share; to its end where no node stays. */
    void step(SearchScratch s) {
        advance(Math.max(STEP_ROWS_MIN, graph.capacity() / ROUND_STEPS + 1), s);
        while (graph.nodes.size() == 0 && advance(graph.capacity(), s)) {
            assert graph.leaving.size() == roundSize + nextSize;
        }
    }

    /** Carries the walk on by so many rows; false if no node is leaving. */
    boolean advance(int rows, SearchScratch s) {
        if (roundSize == 0) {
            begin();
        }
        if (roundSize == 0) {
            return false;
        }
        int end = graph.capacity();
        int until = (int) Math.min(end, (long) cursor + rows);
        for (; cursor < until; cursor++) {
            repair(cursor, s);
        }
        if (cursor == end) {
            giveBack();
        }
        return true;
    }

    /** Ends the walk, as nothing links to anything any more. */
    void end() {
        giveBack();
        begin();
        giveBack();
    }

    private void giveBack() {
        for (int i = 0; i < roundSize; i++) {
            graph.leaving.remove(round[i]);
            gone.accept(round[i]);
        }
        roundSize = 0;
    }

    private void begin() {
        int[] left = round;
        round = next;
        roundSize = nextSize;
        next = left;
        nextSize = 0;
        cursor = 0;
    }

    private void repair(int node, SearchScratch s) {
        boolean stays = graph.nodes.contains(node);
        if (!stays && !graph.leaving.contains(node)) {
            return;
        }
        int[] row = graph.row(node, 0);
        int at = graph.at(node, 0);
        if (!LinkRow.meets(row, at, graph.leaving)) {
            return;
        }
        if (stays) {
            editor.bypass(node, 0, s);
            return;
        }
        int count = graph.read(node, 0, s.links);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!graph.leaving.contains(s.links[i])) {
                s.links[kept++] = s.links[i];
            }
        }
        LinkRow.write(row, at, s.links, kept);
    }
}
