package io.vexfs.testkit.bench.dataset;

import java.util.Arrays;

/** The rows with the lowest scores so far: a heap of a fixed size with the worst on top. */
final class Candidates {
    private final int[] rows;
    private final double[] scores;
    private int size;

    Candidates(int capacity) {
        rows = new int[capacity];
        scores = new double[capacity];
    }

    int size() {
        return size;
    }

    /** The highest score that was kept. */
    double worst() {
        return scores[0];
    }

    int[] rows() {
        return Arrays.copyOf(rows, size);
    }

    void offer(int row, double score) {
        if (size < rows.length) {
            size++;
            up(size - 1, row, score);
        } else if (score < scores[0]) {
            down(row, score);
        }
    }

    private void up(int free, int row, double score) {
        int at = free;
        while (at > 0 && scores[(at - 1) / 2] < score) {
            rows[at] = rows[(at - 1) / 2];
            scores[at] = scores[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        rows[at] = row;
        scores[at] = score;
    }

    private void down(int row, double score) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && scores[child + 1] > scores[child]) {
                child++;
            }
            if (scores[child] <= score) {
                break;
            }
            rows[at] = rows[child];
            scores[at] = scores[child];
            at = child;
        }
        rows[at] = row;
        scores[at] = score;
    }
}
