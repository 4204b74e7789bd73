package io.vexfs.core.internal.graph;

import java.util.Arrays;

/**
 * Changes of links between two nodes that keep to the graph's rules: degrees and the tree.
 *
 * <p>Each method locks one node, or expects that nobody else writes.
 */
final class LinkEditor {
    private final HnswGraph graph;
    private final NeighborSelector selector;

    LinkEditor(HnswGraph graph, NeighborSelector selector) {
        this.graph = graph;
        this.selector = selector;
    }

    /** Links {@code base} to {@code node}; a full row is pruned, and may then do without the new link. */
    void connect(int base, int node, int level, SearchScratch s) {
        synchronized (graph.lock(base)) {
            int[] row = graph.row(base, level);
            int at = graph.at(base, level);
            if (LinkRow.contains(row, at, node)) {
                return;
            }
            if (LinkRow.count(row, at) < graph.linksMax(level)) {
                LinkRow.append(row, at, node);
            } else {
                prune(base, node, level, s);
            }
        }
    }

    /**
     * Hangs {@code node} under {@code host} and links the host to it, unless the host has as many children as it may.
     * The node's own row must have the link to the host already, or get it next.
     */
    boolean attach(int host, int node, SearchScratch s) {
        synchronized (graph.lock(host)) {
            if (children(host) >= childrenMax()) {
                return false;
            }
            graph.parent(node, host);
            connect(host, node, 0, s);
            return true;
        }
    }

    /** How many nodes hang under this one. */
    int children(int node) {
        int[] row = graph.row(node, 0);
        int at = graph.at(node, 0);
        int children = 0;
        for (int i = 1; i <= LinkRow.count(row, at); i++) {
            if (graph.parent(row[at + i]) == node) {
                children++;
            }
        }
        return children;
    }

    /** Children that a node may have: with its parent they leave room for other links. */
    int childrenMax() {
        return graph.m();
    }

    /**
     * A node below {@code top} that may have room for a child, by a walk down the tree that differs by {@code seed}. It
     * ends, since a leaf has room.
     */
    int roomBelow(int top, int seed, SearchScratch s) {
        int host = top;
        long random = seed;
        while (true) {
            synchronized (graph.lock(host)) {
                int count = graph.read(host, 0, s.links);
                int children = 0;
                for (int i = 0; i < count; i++) {
                    if (graph.parent(s.links[i]) == host) {
                        s.links[children++] = s.links[i];
                    }
                }
                if (children < childrenMax()) {
                    return host;
                }
                random = random * 0x5DEECE66DL + 0xBL;
                host = s.links[(int) ((random >>> 33) % children)];
            }
        }
    }

    private void prune(int base, int node, int level, SearchScratch s) {
        int[] row = graph.row(base, level);
        int at = graph.at(base, level);
        int count = 0;
        for (int i = 1; i <= LinkRow.count(row, at); i++) {
            if (!graph.leaving.contains(row[at + i])) {
                s.batch[count++] = row[at + i];
            }
        }
        s.batch[count++] = node;
        selector.score(base, count, s);
        for (int i = 0; i < count; i++) {
            boolean kept = level == 0 && graph.related(s.batch[i], base);
            s.keys[i] = Keys.key(s.scores[i], s.batch[i]) | (kept ? Keys.FLAG : 0);
        }
        Arrays.sort(s.keys, 0, count);
        int chosen = selector.select(count, graph.linksMax(level), s.chosen, s);
        LinkRow.write(row, at, s.chosen, chosen);
    }

    /**
     * Replaces the links from {@code base} to nodes that leave by links to those of their neighbours, and of these ones'
     * neighbours, that are worth it; nobody else writes.
     */
    void bypass(int base, int level, SearchScratch s) {
        int[] row = graph.row(base, level);
        int at = graph.at(base, level);
        int kept = 0;
        int gone = 0;
        s.scanned.clear(0);
        s.scanned.add(base);
        for (int i = 1; i <= LinkRow.count(row, at); i++) {
            if (graph.leaving.contains(row[at + i])) {
                s.window[gone++] = row[at + i];
            } else {
                s.links[kept++] = row[at + i];
                s.scanned.add(row[at + i]);
            }
        }
        int candidates = 0;
        for (int g = 0; g < gone; g++) {
            candidates = gather(s.window[g], level, candidates, s);
        }
        // Neighbours alone leave the graph thinner with each delete: what lies behind them was not linked to, being
        // nearer to
        // the node that leaves.
        for (int near = candidates, i = 0; i < near; i++) {
            candidates = gather(s.batch[i], level, candidates, s);
        }
        selector.score(base, candidates, s);
        for (int i = 0; i < candidates; i++) {
            s.keys[i] = Keys.key(s.scores[i], s.batch[i]);
        }
        Arrays.sort(s.keys, 0, candidates);
        for (int i = 0; i < candidates && kept < graph.linksMax(level); i++) {
            int candidate = Keys.ordinal(s.keys[i]);
            if (selector.diverse(candidate, Keys.score(s.keys[i]), s.links, kept, s)) {
                s.links[kept++] = candidate;
            }
        }
        LinkRow.write(row, at, s.links, kept);
    }

    /** Adds to {@code s.batch} those neighbours of a node that were not met and do not leave; returns how many are in. */
    private int gather(int node, int level, int count, SearchScratch s) {
        int candidates = count;
        int room = Math.min(s.batch.length, SearchScratch.BYPASS_ROWS * graph.linksMax(0));
        int degree = graph.read(node, level, s.others);
        for (int i = 0; i < degree && candidates < room; i++) {
            int other = s.others[i];
            if (graph.nodes.contains(other) && s.scanned.add(other)) {
                s.batch[candidates++] = other;
            }
        }
        return candidates;
    }

    /** Whether one of the first {@code count} ordinals is this one. */
    static boolean contains(int[] ordinals, int count, int ordinal) {
        for (int i = 0; i < count; i++) {
            if (ordinals[i] == ordinal) {
                return true;
            }
        }
        return false;
    }
}
