package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.vectors.VectorBlocks;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Inserts: algorithm 1 of Malkov and Yashunin, from many threads at once.
 *
 * <p>A node becomes reachable only when its rows of all levels are complete, so that a search that meets it can go on
 * from it. The first link to it is that from its parent in the tree.
 */
final class HnswInserter {
    /** Nodes that a search is expected to keep at least: half of what it keeps unless it is asked for less. */
    static final int NARROW = 32;

    private final HnswGraph graph;
    private final VectorBlocks vectors;
    private final HnswSearcher searcher;
    private final NeighborSelector selector;
    private final LinkEditor editor;
    private final GraphShape shape;
    private final double levelFactor;
    private final AtomicLong inserts = new AtomicLong();
    private final Object top = new Object();

    HnswInserter(
            HnswGraph graph,
            VectorBlocks vectors,
            HnswSearcher searcher,
            NeighborSelector selector,
            LinkEditor editor,
            GraphShape shape) {
        this.graph = graph;
        this.vectors = vectors;
        this.searcher = searcher;
        this.selector = selector;
        this.editor = editor;
        this.shape = shape;
        this.levelFactor = 1 / Math.log(shape.m());
    }

    /** How many nodes were ever inserted, from which the levels are drawn. */
    long inserts() {
        return inserts.get();
    }

    /** Goes on after that many inserts. */
    void inserts(long count) {
        inserts.set(count);
    }

    /** Links a node whose vector is stored. */
    void insert(int node, SearchScratch s) {
        int level = level(inserts.getAndIncrement());
        graph.prepare(node, level);
        boolean linked = false;
        try {
            link(node, level, s);
            linked = true;
        } finally {
            if (!linked && graph.parent(node) != HnswGraph.NONE) {
                // It can be reached, and may have children, which another insert would lose. So it counts, with fewer
                // links.
                graph.admit(node);
            }
        }
    }

    private void link(int node, int level, SearchScratch s) {
        if (level <= graph.topLevel()) {
            place(node, level, s);
            return;
        }
        // Two nodes above all others at once would not find each other.
        synchronized (top) {
            if (graph.entry() == HnswGraph.NONE) {
                graph.admit(node);
                graph.entry(node);
                return;
            }
            place(node, level, s);
            if (level > graph.topLevel()) {
                graph.entry(node);
            }
        }
    }

    private void place(int node, int level, SearchScratch s) {
        Scoring scoring = scoring(node, s);
        int entry = graph.entry();
        int from = graph.level(entry);
        int start = searcher.descend(scoring, entry, from, level + 1, s);
        int[][] chosen = new int[Math.min(level, from) + 1][];
        int landed = level == 0 ? 0 : landing(scoring, start, chosen.length - 1, s);
        for (int l = chosen.length - 1; l >= 0; l--) {
            s.queue.reset(shape.efConstruction(), level == 0 ? NARROW : shape.efConstruction());
            searcher.walk(scoring, start, l, shape.efConstruction(), s);
            start = s.queue.ordinal(0);
            int found = scoring == s.full ? staying(s) : measured(staying(s), s);
            int count = selector.select(found, shape.m(), s.chosen, s);
            chosen[l] = Arrays.copyOf(s.chosen, count);
        }
        for (int l = 1; l < chosen.length; l++) {
            LinkRow.write(graph.row(node, l), graph.at(node, l), chosen[l], chosen[l].length);
        }
        int parent = hang(node, chosen[0], level == 0 ? s.queue.landing(s.landing) : landed, s);
        graph.admit(node);
        for (int neighbour : chosen[0]) {
            if (neighbour != parent) {
                editor.connect(neighbour, node, 0, s);
            }
        }
        for (int l = 1; l < chosen.length; l++) {
            for (int neighbour : chosen[l]) {
                editor.connect(neighbour, node, l, s);
            }
        }
    }

    /** Leaves in {@code s.landing} where a search ends that comes down from {@code start} on a level; returns how many nodes it keeps. */
    private int landing(Scoring scoring, int start, int from, SearchScratch s) {
        searcher.searchLevel(scoring, searcher.descend(scoring, start, from, 1, s), 0, NARROW, s);
        for (int rank = 0; rank < s.queue.size(); rank++) {
            s.landing[rank] = s.queue.ordinal(rank);
        }
        return s.queue.size();
    }

    /**
     * What a walk for the node's neighbours measures by: codes, as searches do, if there are any that stand for the node; else full
     * vectors. What the walk finds is measured on full vectors at any rate.
     */
    private Scoring scoring(int node, SearchScratch s) {
        vectors.read(node, s.own);
        boolean coded = s.coded.of(s.own, 0, graph.nodes.size());
        if (coded && !s.coded.outliers().contains(node)) {
            return s.coded;
        }
        // Few of what the walk keeps become neighbours.
        s.sieve.of(s.own, 0, shape.m());
        return s.full.of(s.own, 0);
    }

    /** Measures what a walk by codes found on full vectors, and puts it in their order. */
    private int measured(int found, SearchScratch s) {
        Scoring exact = s.full.of(s.own, 0);
        for (int from = 0; from < found; from += SearchScratch.BATCH) {
            int count = Math.min(SearchScratch.BATCH, found - from);
            for (int i = 0; i < count; i++) {
                s.batch[i] = Keys.ordinal(s.keys[from + i]);
            }
            exact.scores(s.batch, count, s.scores);
            for (int i = 0; i < count; i++) {
                s.keys[from + i] = Keys.key(s.scores[i], s.batch[i]);
            }
        }
        Arrays.sort(s.keys, 0, found);
        return found;
    }

    /** Puts what was found into {@code s.keys}, but for nodes that leave; returns how many there are. */
    private int staying(SearchScratch s) {
        int found = s.queue.copy(s.keys);
        if (graph.leaving.size() == 0) {
            return found;
        }
        int count = 0;
        for (int i = 0; i < found; i++) {
            if (!graph.leaving.contains(Keys.ordinal(s.keys[i]))) {
                s.keys[count++] = s.keys[i];
            }
        }
        return count;
    }

    /**
     * Writes the node's lowest row and hangs it under the nearest node that has room; returns that parent. First of all under one that a
     * search of the node's own vector comes to: what only the wide walk met would keep the node in the graph, but out of most searches'
     * sight.
     */
    private int hang(int node, int[] chosen, int landed, SearchScratch s) {
        for (int rank = 0; rank < landed; rank++) {
            int host = s.landing[rank];
            if (!graph.leaving.contains(host)
                    && editor.children(host) < editor.childrenMax()
                    && hangUnder(node, chosen, host, s)) {
                return host;
            }
        }
        int nearest = HnswGraph.NONE;
        for (int rank = 0; rank < s.queue.size(); rank++) {
            int host = s.queue.ordinal(rank);
            if (graph.leaving.contains(host)) {
                continue;
            }
            nearest = nearest == HnswGraph.NONE ? host : nearest;
            if (editor.children(host) < editor.childrenMax() && hangUnder(node, chosen, host, s)) {
                return host;
            }
        }
        // Where everything near is leaving, the entry, which never is.
        int top = nearest == HnswGraph.NONE ? graph.entry() : nearest;
        int seed = node;
        while (true) {
            int host = editor.roomBelow(top, seed++, s);
            if (hangUnder(node, chosen, host, s)) {
                return host;
            }
        }
    }

    private boolean hangUnder(int node, int[] chosen, int host, SearchScratch s) {
        int[] links = chosen;
        if (!LinkEditor.contains(chosen, chosen.length, host)) {
            links = Arrays.copyOf(chosen, chosen.length + 1);
            links[chosen.length] = host;
        }
        // Before the node can be reached, since from then on others may prune its row.
        LinkRow.write(graph.row(node, 0), graph.at(node, 0), links, links.length);
        return editor.attach(host, node, s);
    }

    /** The level of the n-th node: floor(−ln(u) / ln M), u from the seed and n alone. */
    private int level(long n) {
        long z = shape.seed() + (n + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        double u = ((z >>> 11) + 1) * 0x1p-53;
        return Math.min(HnswGraph.LEVEL_MAX, (int) (-Math.log(u) * levelFactor));
    }
}
