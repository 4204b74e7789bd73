package io.vexfs.core.internal.graph;

/** The walk through the graph: greedy on the upper levels, algorithm 2 of Malkov and Yashunin on a given one. */
final class HnswSearcher {
    /**
     * Nodes that are expanded at once when the queue is full: most of those that it holds then will be anyway, and memory is asked for
     * their neighbours together rather than in turn.
     */
    static final int AT_ONCE = 3;

    /** A queue shorter than this changes too much from one node to the next. */
    private static final int AT_ONCE_EF_MIN = 32;

    /** The same for a shorter queue where sketches turn most neighbours away, so that those of one node are few. */
    private static final int AT_ONCE_SIFTED = 2;

    private final HnswGraph graph;

    HnswSearcher(HnswGraph graph) {
        this.graph = graph;
    }

    /** The node that a greedy walk from {@code start} through the levels {@code from} down to {@code to} ends at. */
    int descend(Scoring scoring, int start, int from, int to, SearchScratch s) {
        int best = start;
        s.batch[0] = start;
        float bestScore = from < to ? 0 : score(scoring, 1, s)[0];
        for (int level = from; level >= to; level--) {
            boolean nearer = true;
            while (nearer) {
                nearer = false;
                int count = graph.read(best, level, s.batch);
                if (s.sieve.on()) {
                    count = s.sieve.sift(s.batch, count, bestScore);
                }
                float[] scores = score(scoring, count, s);
                for (int i = 0; i < count; i++) {
                    if (scores[i] < bestScore) {
                        bestScore = scores[i];
                        best = s.batch[i];
                        nearer = true;
                    }
                }
            }
        }
        return best;
    }

    /** Leaves in {@code s.queue} the {@code ef} nearest nodes that it meets on a level, from {@code start}. */
    void searchLevel(Scoring scoring, int start, int level, int ef, SearchScratch s) {
        s.queue.reset(ef);
        walk(scoring, start, level, ef, s);
    }

    /** As {@link #searchLevel}, with a queue that is reset. */
    void walk(Scoring scoring, int start, int level, int ef, SearchScratch s) {
        NeighborQueue queue = s.queue;
        s.visited.clear(graph.capacity());
        s.visited.add(start);
        s.batch[0] = start;
        queue.insert(score(scoring, 1, s)[0], start);
        int most = level > 0 ? 1 : ef >= AT_ONCE_EF_MIN ? AT_ONCE : s.sieve.on() ? AT_ONCE_SIFTED : 1;
        for (int node = queue.expandNext(); node >= 0; node = queue.expandNext()) {
            int atOnce = queue.full() ? most : 1;
            int fresh = 0;
            for (int expanded = 0; node >= 0; node = queue.expandNext()) {
                fresh = gather(node, level, fresh, s);
                if (++expanded == atOnce) {
                    break;
                }
            }
            if (level == 0) {
                touchNext(atOnce, s);
            }
            if (queue.full() && s.sieve.on()) {
                fresh = s.sieve.sift(s.batch, fresh, queue.score(ef - 1));
            }
            float[] scores = score(scoring, fresh, s);
            for (int i = 0; i < fresh; i++) {
                queue.insert(scores[i], s.batch[i]);
            }
        }
    }

    /** Puts the nodes not met yet that this one links to into {@code s.batch}, behind those there are; returns how many there are then. */
    private int gather(int node, int level, int present, SearchScratch s) {
        int fresh = present;
        int count = graph.read(node, level, s.links);
        for (int i = 0; i < count; i++) {
            int link = s.links[i];
            s.batch[fresh] = link;
            fresh += s.visited.added(link);
        }
        return fresh;
    }

    /** Touches the nodes that most often are expanded next, so that their links come from memory while others are scored. */
    private void touchNext(int count, SearchScratch s) {
        int rank = s.queue.unexpanded(0);
        for (int i = 0; i < count && rank < s.queue.size(); i++) {
            s.touched += graph.touch(s.queue.ordinal(rank));
            rank = s.queue.unexpanded(rank + 1);
        }
    }

    /** As {@link #searchLevel} on the lowest level, from the graph's entry; false if the graph is empty. */
    boolean search(Scoring scoring, int ef, SearchScratch s) {
        int entry = graph.entry();
        if (entry == HnswGraph.NONE) {
            return false;
        }
        int start = descend(scoring, entry, graph.level(entry), 1, s);
        searchLevel(scoring, start, 0, ef, s);
        return true;
    }

    /**
     * As {@link #search}, but only nodes of the selection are scored and kept; the walk steps over the others to those that
     * they are linked with. Where that does not reach {@code ef} of them the queue is left with fewer.
     *
     * <p>After ACORN-1 of Patel et al. ("ACORN: Performant and Predicate-Agnostic Search Over Vector Embeddings and
     * Structured Data", section 6), which takes two steps at a time from a graph that was built without regard to filters.
     */
    boolean searchSelected(Scoring scoring, int ef, Selection selection, SearchScratch s) {
        int entry = graph.entry();
        if (entry == HnswGraph.NONE) {
            return false;
        }
        int node = descend(scoring, entry, graph.level(entry), 1, s);
        s.visited.clear(graph.capacity());
        s.queue.reset(ef);
        s.visited.add(node);
        if (selection.holds(node)) {
            s.batch[0] = node;
            s.queue.insert(score(scoring, 1, s)[0], node);
            s.queue.expandNext();
        }
        while (node >= 0) {
            int fresh = gather(node, selection, s);
            float[] scores = score(scoring, fresh, s);
            for (int i = 0; i < fresh; i++) {
                s.queue.insert(scores[i], s.batch[i]);
            }
            node = s.queue.expandNext();
        }
        return true;
    }

    /** Leaves in {@code s.batch} selected nodes not met yet that are one or two steps away, no more than a row of links. */
    private int gather(int node, Selection selection, SearchScratch s) {
        int most = s.others.length;
        int fresh = 0;
        int over = 0;
        int count = graph.read(node, 0, s.links);
        for (int i = 0; i < count; i++) {
            int link = s.links[i];
            if (!selection.holds(link)) {
                s.links[over++] = link;
            } else if (s.visited.add(link)) {
                s.batch[fresh++] = link;
            }
        }
        for (int i = 0; i < over && fresh < most; i++) {
            if (!s.visited.add(s.links[i])) {
                continue;
            }
            int further = graph.read(s.links[i], 0, s.others);
            for (int j = 0; j < further && fresh < most; j++) {
                int link = s.others[j];
                if (selection.holds(link) && s.visited.add(link)) {
                    s.batch[fresh++] = link;
                }
            }
        }
        return fresh;
    }

    /** Scores {@code count} ordinals of {@code s.batch}. */
    float[] score(Scoring scoring, int count, SearchScratch s) {
        scoring.scores(s.batch, count, s.scores);
        s.scored += count;
        return s.scores;
    }
}
