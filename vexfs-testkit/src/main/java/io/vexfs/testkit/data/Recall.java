package io.vexfs.testkit.data;

import io.vexfs.api.SearchResult.Hit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** Which part of the true neighbours a search found: 0 for none, 1 for all. */
public final class Recall {
    /** How much farther than the last true neighbour a found one may seem, for rounding in float. */
    private static final double ROUNDING = 1e-5;

    private Recall() {}

    /** The part of the truth that was found, by id. */
    public static double ofIds(Collection<String> found, Collection<String> truth) {
        if (truth.isEmpty()) {
            return 1;
        }
        HashSet<String> both = new HashSet<>(truth);
        int wanted = both.size();
        both.retainAll(new HashSet<>(found));
        return (double) both.size() / wanted;
    }

    /**
     * Recall@k, k being the size of the truth: the part of the hits that are no farther than the last true neighbour.
     * So, of equally distant vectors, it does not matter which one is found.
     */
    public static double ofDistances(List<Hit> found, List<ExactSearch.Neighbor> truth) {
        if (truth.isEmpty()) {
            return 1;
        }
        double last = truth.get(truth.size() - 1).distance();
        double allowed = last + ROUNDING * Math.max(1, Math.abs(last));
        long right = found.stream()
                .limit(truth.size())
                .filter(hit -> hit.distance() <= allowed)
                .count();
        return (double) right / truth.size();
    }
}
