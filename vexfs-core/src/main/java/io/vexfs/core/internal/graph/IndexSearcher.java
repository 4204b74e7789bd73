package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One search over all that is visible: the pending ordinals exactly, then the graph. Where codes lead the walk, outliers
 * are scanned as pending ones are, and what the walk kept is measured anew on full vectors, the nearest by codes first, until
 * the rest cannot be among the nearest any more.
 *
 * <p>The pending come first: what is linked in between is then found by one of the two. Where the graph's nearest hold
 * too few of what is wanted, the walk is made again and keeps more, until a scan is cheaper. What selects few vectors is
 * scanned at once.
 */
final class IndexSearcher {
    /** Up to so many vectors a scan is as fast as the graph. */
    static final int EXACT_SIZE_MAX = 256;
    /** The same for selected vectors, for each candidate that the walk is to keep: see docs/filters.md. */
    static final int EXACT_SELECTED_PER_WIDTH = 128;
    /** Below this part of all vectors, selected ones are too far apart in the graph for two steps at a time. */
    static final int WALKED_PART = 12;

    /** A walk that keeps more than this part of all vectors costs more than the scan. */
    private static final int WIDENED_PART = 16;

    private static final int WIDENING = 4;
    /** Vectors that a scan keeps beyond those there were when it began: others may come and go meanwhile. */
    private static final int SCAN_SPARE = 256;

    private final HnswSearcher searcher;
    private final Ordinals ordinals;
    private final MetricKernel metric;

    IndexSearcher(HnswSearcher searcher, Ordinals ordinals, MetricKernel metric) {
        this.searcher = searcher;
        this.ordinals = ordinals;
        this.metric = metric;
    }

    /** Searches for the query in {@code s.query}. */
    Neighbors search(Reach reach, @Nullable Selection selection, SearchScratch s) {
        s.scored = 0;
        Selection picked = selection != null && selection.narrow() ? selection : null;
        int size = ordinals.visible.size();
        if (picked != null && scanned(picked.count(), size, reach.width())) {
            return exact(reach, selection, s);
        }
        int candidates = selection == null ? size : Math.min(size, selection.count());
        int width = reach.width();
        while (candidates > EXACT_SIZE_MAX && width < candidates / (width == reach.width() ? 1 : WIDENED_PART)) {
            s.top.reset(reach.k());
            s.scanned.clear(0);
            Scoring scoring = scoring(reach, width, size, s);
            scan(ordinals.pending, reach, selection, true, s);
            if (scoring == s.coded) {
                scan(s.coded.outliers(), reach, selection, true, s);
            }
            if (!walk(scoring, width, picked, s)) {
                // Nothing was linked before, so everything was scanned.
                return result(reach, true, s);
            }
            if (scoring == s.coded && s.coded.changed()) {
                continue;
            }
            if (picked != null && !s.queue.full()) {
                break;
            }
            int found = scoring == s.coded ? recollect(reach, selection, s) : collect(reach, selection, s);
            if (found >= reach.k() || !s.queue.full() || beyond(reach, scoring, s)) {
                return result(reach, false, s);
            }
            width = (int) Math.min((long) width * WIDENING, Integer.MAX_VALUE >> 2);
        }
        return exact(reach, selection, s);
    }

    /** By codes where there are any; else by full vectors, of which sketches turn some away, unless all within a distance are wanted. */
    private static Scoring scoring(Reach reach, int width, int size, SearchScratch s) {
        s.sieve.release();
        if (s.coded.of(s.query, 0, size)) {
            return s.coded;
        }
        if (reach.farthest() == Float.POSITIVE_INFINITY) {
            s.sieve.of(s.query, 0, width);
        }
        return s.full.of(s.query, 0);
    }

    private boolean walk(Scoring scoring, int width, @Nullable Selection picked, SearchScratch s) {
        return picked != null ? searcher.searchSelected(scoring, width, picked, s) : searcher.search(scoring, width, s);
    }

    private static boolean scanned(int selected, int size, int width) {
        return selected <= (long) width * EXACT_SELECTED_PER_WIDTH || (long) selected * WALKED_PART < size;
    }

    /**
     * Whether the walk went past the farthest distance; well past it where all that is nearer is wanted, and where codes,
     * which order nearly but not quite, led it.
     */
    private boolean beyond(Reach reach, Scoring scoring, SearchScratch s) {
        int found = s.queue.size();
        int rank = reach.k() > found || scoring != s.full ? found / 2 : found - 1;
        if (scoring == s.full) {
            return metric.distance(s.queue.score(rank)) > reach.farthest();
        }
        boolean all = reach.farthest() < Float.POSITIVE_INFINITY;
        while (all && rank < found) {
            int count = 0;
            while (rank < found && count < SearchScratch.BATCH) {
                s.batch[count++] = s.queue.ordinal(rank++);
            }
            float[] scores = searcher.score(s.full.of(s.query, 0), count, s);
            for (int i = 0; i < count; i++) {
                all &= metric.distance(scores[i]) > reach.farthest();
            }
        }
        return all;
    }

    /** Scans every visible vector of the selection for the query in {@code s.query}. */
    Neighbors exact(Reach reach, @Nullable Selection selection, SearchScratch s) {
        s.top.reset(Math.min(reach.k(), ordinals.end() + SCAN_SPARE));
        if (selection != null && selection.narrow()) {
            int count = selection.batch(0, s.window);
            while (count > 0) {
                int visible = 0;
                for (int i = 0; i < count; i++) {
                    s.batch[visible] = s.window[i];
                    visible += ordinals.visible.contains(s.window[i]) ? 1 : 0;
                }
                take(visible, reach, s);
                count = selection.batch(s.window[count - 1] + 1, s.window);
            }
        } else {
            scan(ordinals.visible, reach, selection, false, s);
        }
        return result(reach, true, s);
    }

    private void scan(OrdinalSet set, Reach reach, @Nullable Selection selection, boolean mark, SearchScratch s) {
        int count = set.batch(0, s.window);
        while (count > 0) {
            int accepted = 0;
            for (int i = 0; i < count; i++) {
                int ordinal = s.window[i];
                boolean first = !mark || ordinals.visible.contains(ordinal) && s.scanned.add(ordinal);
                if (first && (selection == null || selection.holds(ordinal))) {
                    s.batch[accepted++] = ordinal;
                }
            }
            take(accepted, reach, s);
            count = set.batch(s.window[count - 1] + 1, s.window);
        }
    }

    /** Scores the first ordinals of the batch exactly and keeps the best; returns how many are far enough. */
    private int take(int count, Reach reach, SearchScratch s) {
        float[] scores = searcher.score(s.full.of(s.query, 0), count, s);
        int taken = 0;
        for (int i = 0; i < count; i++) {
            if (farEnough(scores[i], reach)) {
                s.top.add(Keys.key(scores[i], s.batch[i]));
                taken++;
            }
        }
        return taken;
    }

    /**
     * What a search found, with what replaced others since {@code first}, and without what was replaced. Here everything may
     * be returned but what {@code selection} leaves out.
     */
    Neighbors caughtUp(
            Neighbors found,
            Replacements replacements,
            long first,
            Reach reach,
            @Nullable Selection selection,
            SearchScratch s) {
        boolean overtaken = false;
        int dropped = 0;
        long next = first;
        do {
            long end = replacements.count();
            for (; next < end && replacements.kept(first); next++) {
                s.batch[0] = replacements.ordinal(next);
                boolean wanted = selection == null || selection.holds(s.batch[0]);
                if (wanted && ordinals.visible.contains(s.batch[0])) {
                    takeNew(reach, s);
                }
            }
            dropped += s.top.retain(ordinals.visible);
            overtaken = !replacements.kept(first) || dropped > reach.spare();
            // What was dropped just now may have been replaced just now.
        } while (!overtaken && replacements.count() != next);
        return result(reach, found.exact(), overtaken, s);
    }

    /** Scores the first ordinal of the batch and keeps it, unless it was kept before. */
    private void takeNew(Reach reach, SearchScratch s) {
        float score = searcher.score(s.full.of(s.query, 0), 1, s)[0];
        long key = Keys.key(score, s.batch[0]);
        if (farEnough(score, reach) && !s.top.holds(key)) {
            s.top.add(key);
        }
    }

    private boolean farEnough(float score, Reach reach) {
        return reach.nearest() == Float.NEGATIVE_INFINITY || metric.distance(score) >= reach.nearest();
    }

    private int collect(Reach reach, @Nullable Selection selection, SearchScratch s) {
        int accepted = 0;
        for (int rank = 0; rank < s.queue.size(); rank++) {
            int ordinal = s.queue.ordinal(rank);
            if (wanted(ordinal, selection, s) && farEnough(s.queue.score(rank), reach)) {
                s.top.add(Keys.key(s.queue.score(rank), ordinal));
                accepted++;
            }
        }
        return accepted;
    }

    /**
     * As {@link #collect}, with exact scores in place of those by codes. What lies so far behind by codes that their errors so
     * far say it cannot be among the nearest is not measured.
     */
    private int recollect(Reach reach, @Nullable Selection selection, SearchScratch s) {
        int accepted = 0;
        int size = s.queue.size();
        boolean few = reach.nearest() == Float.NEGATIVE_INFINITY && reach.farthest() == Float.POSITIVE_INFINITY;
        if (few) {
            s.errors.begin(s.query, s.coded.typicalStep());
        }
        for (int rank = 0; rank < size; ) {
            if (few && s.errors.beyond(s.queue.score(rank), s.top)) {
                // The nearest are known, whether they were met by this walk or scanned before it.
                return Math.max(accepted, reach.k());
            }
            int count = 0;
            for (; rank < size && count < CodeErrors.GROUP; rank++) {
                int ordinal = s.queue.ordinal(rank);
                if (wanted(ordinal, selection, s)) {
                    s.estimates[count] = s.queue.score(rank);
                    s.batch[count++] = ordinal;
                }
            }
            accepted += take(count, reach, s);
            s.errors.add(s.estimates, s.scores, count);
        }
        return accepted;
    }

    private boolean wanted(int ordinal, @Nullable Selection selection, SearchScratch s) {
        return !s.scanned.contains(ordinal)
                && ordinals.visible.contains(ordinal)
                && (selection == null || selection.holds(ordinal));
    }

    private Neighbors result(Reach reach, boolean exact, SearchScratch s) {
        return result(reach, exact, false, s);
    }

    private Neighbors result(Reach reach, boolean exact, boolean overtaken, SearchScratch s) {
        int count = s.top.finish();
        int[] found = new int[count];
        float[] distances = new float[count];
        int within = 0;
        for (int rank = 0; rank < count; rank++) {
            float distance = metric.distance(Keys.score(s.top.key(rank)));
            if (distance <= reach.farthest()) {
                found[within] = Keys.ordinal(s.top.key(rank));
                distances[within++] = distance;
            }
        }
        boolean all = within == count;
        return new Neighbors(
                all ? found : Arrays.copyOf(found, within),
                all ? distances : Arrays.copyOf(distances, within),
                s.scored,
                exact,
                overtaken);
    }
}
