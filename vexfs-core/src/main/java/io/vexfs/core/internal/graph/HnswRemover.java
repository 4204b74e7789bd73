package io.vexfs.core.internal.graph;

import java.util.Arrays;

/**
 * Deletes: what linked to the node is linked to its neighbours instead, and what hung under it gets another parent.
 *
 * <p>The caller keeps other writers out. Readers go on: at every moment the nodes that stay are reachable, and the row
 * of the one that goes is left as it is for those that stand on it.
 */
final class HnswRemover {
    private final HnswGraph graph;
    private final NeighborSelector selector;
    private final LinkEditor editor;

    HnswRemover(HnswGraph graph, NeighborSelector selector, LinkEditor editor) {
        this.graph = graph;
        this.selector = selector;
        this.editor = editor;
    }

    /** Takes a node out of the graph. */
    void remove(int node, SearchScratch s) {
        rehang(node, s);
        for (int base : graph.inLinks.take(node)) {
            if (LinkRow.contains(graph.row(base, 0), graph.at(base, 0), node)) {
                bypass(base, node, 0, s);
            }
        }
        int count = graph.read(node, 0, s.others);
        for (int i = 0; i < count; i++) {
            graph.inLinks.remove(s.others[i], node);
        }
        int level = graph.level(node);
        if (level > 0) {
            removeUpper(node, level, s);
        }
        graph.dismiss(node);
        if (graph.entry() == node) {
            graph.entry(highest());
        }
    }

    /** Gives the node's children other parents: one takes its place in the tree, the rest hang below that one. */
    private void rehang(int node, SearchScratch s) {
        int[] children = new int[graph.m()];
        int count = 0;
        int linkCount = graph.read(node, 0, s.links);
        for (int i = 0; i < linkCount; i++) {
            if (graph.parent(s.links[i]) == node) {
                children[count++] = s.links[i];
            }
        }
        int parent = graph.parent(node);
        if (count == 0) {
            graph.parent(node, HnswGraph.NONE);
            return;
        }
        int heir = nearest(parent == HnswGraph.NONE ? node : parent, children, count, s);
        for (int i = 0; i < count; i++) {
            int child = children[i];
            if (child != heir) {
                int host = editor.roomBelow(heir, child, s);
                boolean attached = editor.attach(host, child, s);
                assert attached : host;
                editor.connect(child, host, 0, s);
            }
        }
        // Last, so that the others can be reached through the node until they can be through the heir.
        graph.parent(node, HnswGraph.NONE);
        if (parent == HnswGraph.NONE) {
            graph.parent(heir, HnswGraph.NONE);
        } else {
            boolean attached = editor.attach(parent, heir, s);
            assert attached : parent;
            editor.connect(heir, parent, 0, s);
        }
    }

    private int nearest(int node, int[] candidates, int count, SearchScratch s) {
        System.arraycopy(candidates, 0, s.batch, 0, count);
        selector.score(node, count, s);
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (s.scores[i] < s.scores[best]) {
                best = i;
            }
        }
        return candidates[best];
    }

    /** Replaces the link from {@code base} to the node by links to those of the node's neighbours that are worth it. */
    private void bypass(int base, int node, int level, SearchScratch s) {
        int[] row = graph.row(base, level);
        int at = graph.at(base, level);
        int kept = 0;
        for (int i = 1; i <= LinkRow.count(row, at); i++) {
            if (row[at + i] != node) {
                s.links[kept++] = row[at + i];
            }
        }
        int count = graph.read(node, level, s.others);
        int candidates = 0;
        for (int i = 0; i < count; i++) {
            int other = s.others[i];
            if (other != base && !LinkEditor.contains(s.links, kept, other)) {
                s.batch[candidates++] = other;
            }
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
                if (level == 0) {
                    graph.inLinks.add(candidate, base);
                }
            }
        }
        LinkRow.write(row, at, s.links, kept);
    }

    /** One node in M has upper levels, and so few links lead to them that all are looked at. */
    private void removeUpper(int node, int level, SearchScratch s) {
        for (int base = graph.upperNodes.next(0); base >= 0; base = graph.upperNodes.next(base + 1)) {
            for (int l = Math.min(level, graph.level(base)); l > 0 && base != node; l--) {
                if (LinkRow.contains(graph.row(base, l), graph.at(base, l), node)) {
                    bypass(base, node, l, s);
                }
            }
        }
    }

    private int highest() {
        int best = graph.nodes.next(0);
        for (int node = graph.upperNodes.next(0); node >= 0; node = graph.upperNodes.next(node + 1)) {
            if (graph.level(node) > graph.level(best)) {
                best = node;
            }
        }
        return best;
    }
}
