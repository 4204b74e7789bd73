package io.vexfs.testkit.bench;

import io.vexfs.testkit.data.ExactSearch;

/**
 * Recall@10 of answers by row numbers. A row is right if it is among the first true ten, or no farther than the last of
 * them: of equally distant vectors it does not matter which one is found. The distances are computed here, in double
 * precision, so that no engine is believed.
 */
public final class RecallMeter {
    /** For truth that was computed in float. */
    private static final double ROUNDING = 1e-6;

    private final AnnData data;
    private final double[] allowed;

    /** A meter for one data set. */
    public RecallMeter(AnnData data) {
        this.data = data;
        allowed = new double[data.queries().size()];
        for (int query = 0; query < allowed.length; query++) {
            double last = distance(query, data.truth().get(query)[AnnData.K - 1]);
            allowed[query] = last + ROUNDING * Math.abs(last);
        }
    }

    /** Mean recall over all queries: row numbers, {@link AnnData#K} a query, −1 for none. */
    public double recall(int[] found) {
        if (found.length != allowed.length * AnnData.K) {
            throw new IllegalArgumentException(
                    "answers: expected " + allowed.length * AnnData.K + " row numbers, was " + found.length);
        }
        long right = 0;
        for (int query = 0; query < allowed.length; query++) {
            for (int rank = 0; rank < AnnData.K; rank++) {
                int at = query * AnnData.K + rank;
                if (!repeated(found, query * AnnData.K, at) && right(query, found[at])) {
                    right++;
                }
            }
        }
        return (double) right / found.length;
    }

    private static boolean repeated(int[] found, int from, int at) {
        for (int i = from; i < at; i++) {
            if (found[i] == found[at]) {
                return true;
            }
        }
        return false;
    }

    private boolean right(int query, int row) {
        if (row < 0 || row >= data.base().size()) {
            return false;
        }
        int[] truth = data.truth().get(query);
        for (int rank = 0; rank < AnnData.K; rank++) {
            if (truth[rank] == row) {
                return true;
            }
        }
        return distance(query, row) <= allowed[query];
    }

    private double distance(int query, int row) {
        return ExactSearch.distance(
                data.metric(), data.queries().get(query), data.base().get(row));
    }
}
