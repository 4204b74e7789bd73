package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.SketchBlocks;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.util.Arrays;

/**
 * A trial of sketches on walks for the nearest nodes of some nodes: what part of the squared distance that a full queue ends at they see of a
 * wanted node, and how many of those that are not wanted are beyond that.
 *
 * <p>Wanted are the nearest {@link #NARROW} or {@link #WIDE}, as of a walk that keeps so many; not wanted are those behind them, up to {@link #FOUND}.
 */
final class SketchTrial {
    /** What a fast search keeps. */
    static final int NARROW = 16;
    /** What a careful one keeps. */
    static final int WIDE = 128;

    private static final int FOUND = 256;
    private static final int WALKS = 100;
    /** The part of wanted nodes that may be turned away. */
    private static final double LOST = 0.03;
    /** The part of walks that may find what is farther than usual. */
    private static final double UNUSUAL = 0.1;
    /** The least part of nodes not wanted that must be: below it the sketches cost more than they save. */
    private static final double TURNED_AWAY = 0.3;

    private final HnswGraph graph;
    private final VectorBlocks vectors;
    private final MetricKernel metric;
    private final SketchBlocks found;
    private final SketchBlocks.Work work = new SketchBlocks.Work(FOUND);
    private final int[] rows = new int[FOUND];
    private final float[] squares = new float[FOUND];
    private final Parts narrow = new Parts(WALKS * NARROW);
    private final Parts wide = new Parts(WALKS * WIDE);
    private final Parts behind = new Parts(WALKS * FOUND);
    /** Squared distances at which the walks ended. */
    private final Parts ends = new Parts(WALKS);

    /** A trial of sketches of that kind; they need not be there. */
    SketchTrial(HnswGraph graph, VectorBlocks vectors, MetricKernel metric, SketchBlocks kind) {
        this.graph = graph;
        this.vectors = vectors;
        this.metric = metric;
        this.found = kind.empty();
        found.ensure(FOUND);
        Arrays.setAll(rows, i -> i);
    }

    /** Walks, by full vectors alone; the caller keeps writers out. */
    void run(SearchScratch s) {
        HnswSearcher searcher = new HnswSearcher(graph);
        float[] query = new float[vectors.stride()];
        for (int node : graph.nodes.sample(WALKS)) {
            vectors.read(node, query);
            searcher.search(s.full.of(query, 0), FOUND + 1, s);
            measure(node, query, s);
        }
    }

    private void measure(int node, float[] query, SearchScratch s) {
        int count = 0;
        for (int rank = 0; rank < s.queue.size() && count < FOUND; rank++) {
            int other = s.queue.ordinal(rank);
            if (other != node) {
                squares[count] = metric.squaredDistance(s.queue.score(rank));
                vectors.read(other, s.own);
                found.write(count++, s.own, work);
            }
        }
        if (count < FOUND || squares[NARROW - 1] == 0) {
            return;
        }
        ends.add(squares[FOUND - 1]);
        found.sketch(query, 0, work);
        found.distances(rows, FOUND, work);
        for (int i = 0; i < FOUND; i++) {
            (i < NARROW ? narrow : behind).add(found.part(work.distance(i), squares[NARROW - 1]));
            if (i < WIDE) {
                wide.add(found.part(work.distance(i), squares[WIDE - 1]));
            }
        }
    }

    /** Whether the sketches turn enough away. */
    boolean pays() {
        return narrow.count > 0 && behind.beyond(narrow()) >= TURNED_AWAY;
    }

    /** The part that a sketch may see of the squared distance that a queue of {@link #NARROW} ends at, and its node be wanted. */
    float narrow() {
        return narrow.most();
    }

    /** The same for a queue of {@link #WIDE}, which is no less. */
    float wide() {
        return Math.max(narrow(), wide.most());
    }

    /** The squared distance beyond which few of the walks went. */
    float usual() {
        return ends.below(UNUSUAL);
    }

    /** Parts of squared distances, or these, up to so many. */
    private static final class Parts {
        private final float[] parts;
        private int count;

        Parts(int most) {
            parts = new float[most];
        }

        void add(float part) {
            parts[count++] = part;
        }

        /** What nearly all are below; at most one, at which nothing is turned away wrongly. */
        float most() {
            return count == 0 ? 1 : Math.min(1, below(LOST));
        }

        /** What all but this part of them are below; of one at least. */
        float below(double but) {
            Arrays.sort(parts, 0, count);
            return parts[count - 1 - (int) (count * but)];
        }

        double beyond(float most) {
            int beyond = 0;
            for (int i = 0; i < count; i++) {
                beyond += parts[i] > most ? 1 : 0;
            }
            return (double) beyond / count;
        }
    }
}
