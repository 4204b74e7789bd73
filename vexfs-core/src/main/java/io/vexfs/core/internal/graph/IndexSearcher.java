package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One search over all that is visible: the pending ordinals exactly, then the graph.
 *
 * <p>The pending come first: what is linked in between is then found by one of the two. Where the graph's nearest hold
 * too few that are accepted, the search is widened by what it saw, once, and else becomes an exact scan of what the
 * filter accepts.
 */
final class IndexSearcher {
    /** Up to so many vectors a scan is as fast as the graph. */
    static final int EXACT_SIZE_MAX = 256;

    private static final int WIDENINGS_MAX = 1;
    /** A widened search that keeps more than this part of all vectors costs more than the scan. */
    private static final int WIDENED_PART = 16;

    private final HnswSearcher searcher;
    private final Ordinals ordinals;
    private final VectorBlocks vectors;
    private final MetricKernel metric;

    IndexSearcher(HnswSearcher searcher, Ordinals ordinals, VectorBlocks vectors, MetricKernel metric) {
        this.searcher = searcher;
        this.ordinals = ordinals;
        this.vectors = vectors;
        this.metric = metric;
    }

    /** Searches for the query in {@code s.query}. */
    Neighbors search(int k, int ef, float maxDistance, @Nullable IntPredicate accept, SearchScratch s) {
        s.scored = 0;
        long width = Math.max(ef, k);
        for (int widenings = 0; widenings <= WIDENINGS_MAX; widenings++) {
            int size = ordinals.visible.size();
            if (size <= EXACT_SIZE_MAX || width >= size || widenings > 0 && width > size / WIDENED_PART) {
                break;
            }
            s.top.reset(k);
            s.scanned.clear(vectors.rows().capacity());
            scan(ordinals.pending, accept, true, s);
            Scoring scoring = s.coded.of(s.query, 0) ? s.coded : s.full.of(s.query, 0);
            if (!searcher.search(scoring, (int) width, s)) {
                return result(maxDistance, false, s);
            }
            int accepted = scoring == s.coded ? recollect(accept, s) : collect(accept, s);
            int found = s.queue.size();
            if (accepted >= k || !s.queue.full() || beyond(maxDistance, found - 1, scoring, s)) {
                return result(maxDistance, false, s);
            }
            width = 2L * k * found / Math.max(1, accepted);
        }
        return exact(k, maxDistance, accept, s);
    }

    /** Scans every visible vector for the query in {@code s.query}. */
    Neighbors exact(int k, float maxDistance, @Nullable IntPredicate accept, SearchScratch s) {
        s.top.reset(k);
        scan(ordinals.visible, accept, false, s);
        return result(maxDistance, true, s);
    }

    private void scan(OrdinalSet set, @Nullable IntPredicate accept, boolean mark, SearchScratch s) {
        int count = set.batch(0, s.window);
        while (count > 0) {
            int accepted = 0;
            for (int i = 0; i < count; i++) {
                int ordinal = s.window[i];
                if (mark) {
                    s.scanned.add(ordinal);
                }
                if (accept == null || accept.test(ordinal)) {
                    s.batch[accepted++] = ordinal;
                }
            }
            float[] scores = searcher.score(s.full.of(s.query, 0), accepted, s);
            for (int i = 0; i < accepted; i++) {
                s.top.add(Keys.key(scores[i], s.batch[i]));
            }
            count = set.batch(s.window[count - 1] + 1, s.window);
        }
    }

    private int collect(@Nullable IntPredicate accept, SearchScratch s) {
        int accepted = 0;
        for (int rank = 0; rank < s.queue.size(); rank++) {
            int ordinal = s.queue.ordinal(rank);
            if (!s.scanned.contains(ordinal)
                    && ordinals.visible.contains(ordinal)
                    && (accept == null || accept.test(ordinal))) {
                s.top.add(Keys.key(s.queue.score(rank), ordinal));
                accepted++;
            }
        }
        return accepted;
    }

    /** As {@link #collect}, with exact scores in place of those by codes. */
    private int recollect(@Nullable IntPredicate accept, SearchScratch s) {
        int accepted = 0;
        int size = s.queue.size();
        for (int rank = 0; rank < size; ) {
            int count = 0;
            for (; rank < size && count < SearchScratch.BATCH; rank++) {
                int ordinal = s.queue.ordinal(rank);
                if (!s.scanned.contains(ordinal)
                        && ordinals.visible.contains(ordinal)
                        && (accept == null || accept.test(ordinal))) {
                    s.batch[count++] = ordinal;
                }
            }
            float[] scores = searcher.score(s.full.of(s.query, 0), count, s);
            for (int i = 0; i < count; i++) {
                s.top.add(Keys.key(scores[i], s.batch[i]));
            }
            accepted += count;
        }
        return accepted;
    }

    /** Whether what the walk kept of this rank is farther away than that. */
    private boolean beyond(float maxDistance, int rank, Scoring scoring, SearchScratch s) {
        if (scoring == s.full) {
            return metric.distance(s.queue.score(rank)) > maxDistance;
        }
        s.batch[0] = s.queue.ordinal(rank);
        return metric.distance(searcher.score(s.full, 1, s)[0]) > maxDistance;
    }

    private Neighbors result(float maxDistance, boolean exact, SearchScratch s) {
        int count = s.top.finish();
        int[] found = new int[count];
        float[] distances = new float[count];
        int within = 0;
        for (int rank = 0; rank < count; rank++) {
            float distance = metric.distance(Keys.score(s.top.key(rank)));
            if (distance <= maxDistance) {
                found[within] = Keys.ordinal(s.top.key(rank));
                distances[within++] = distance;
            }
        }
        boolean all = within == count;
        return new Neighbors(
                all ? found : Arrays.copyOf(found, within),
                all ? distances : Arrays.copyOf(distances, within),
                s.scored,
                exact);
    }
}
