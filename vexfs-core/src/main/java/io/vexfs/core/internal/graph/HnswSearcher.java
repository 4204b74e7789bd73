package io.vexfs.core.internal.graph;

/** The walk through the graph: greedy on the upper levels, algorithm 2 of Malkov and Yashunin on a given one. */
final class HnswSearcher {
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
        VisitedSet visited = s.visited;
        NeighborQueue queue = s.queue;
        visited.clear(graph.capacity());
        queue.reset(ef);
        visited.add(start);
        s.batch[0] = start;
        queue.insert(score(scoring, 1, s)[0], start);
        for (int node = queue.expandNext(); node >= 0; node = queue.expandNext()) {
            int count = graph.read(node, level, s.links);
            int fresh = 0;
            for (int i = 0; i < count; i++) {
                int link = s.links[i];
                s.batch[fresh] = link;
                fresh += visited.added(link);
            }
            int next = level == 0 ? queue.next() : HnswGraph.NONE;
            if (next != HnswGraph.NONE) {
                // Most often it is expanded next, and its links come from memory while these nodes are scored.
                s.touched += graph.touch(next);
            }
            float[] scores = score(scoring, fresh, s);
            for (int i = 0; i < fresh; i++) {
                queue.insert(scores[i], s.batch[i]);
            }
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
