package io.vexfs.core.internal.graph;

import java.util.Arrays;

/** The nodes that one search has met: a mark for each ordinal, cleared by taking another mark. */
final class VisitedSet {
    private byte[] marks = new byte[0];
    private byte mark;

    /** Empties the set and makes room for ordinals below {@code count}. */
    void clear(int count) {
        if (marks.length < count) {
            marks = new byte[count + count / 8 + 64];
            mark = 0;
        }
        if (++mark == 0) {
            Arrays.fill(marks, (byte) 0);
            mark = 1;
        }
    }

    /** Puts an ordinal in; false if it was there. */
    boolean add(int ordinal) {
        if (ordinal >= marks.length) {
            marks = Arrays.copyOf(marks, ordinal + ordinal / 8 + 64);
        }
        if (marks[ordinal] == mark) {
            return false;
        }
        marks[ordinal] = mark;
        return true;
    }

    /** Whether the ordinal was put in. */
    boolean contains(int ordinal) {
        return ordinal < marks.length && marks[ordinal] == mark;
    }
}
