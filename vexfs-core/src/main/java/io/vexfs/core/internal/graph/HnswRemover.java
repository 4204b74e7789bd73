package io.vexfs.core.internal.graph;

/**
 * Deletes: what linked to the node is linked to its neighbours instead, and what hung under it gets another parent. Links
 * to it from far away are left to {@link LeavingSweep}.
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

    /** Takes a node out of the graph; rows far from it may still link to it until the sweep has passed them. */
    void remove(int node, SearchScratch s) {
        rehang(node, s);
        graph.leave(node);
        bypassNear(node, s);
        int level = graph.level(node);
        if (level > 0) {
            removeUpper(node, level, s);
        }
        if (graph.entry() == node) {
            graph.entry(highest());
        }
    }

    /** Of the nodes one or two links away, which are nearly all that link to the node, repairs those that do. */
    private void bypassNear(int node, SearchScratch s) {
        int[] first = new int[graph.linksMax(0)];
        int[] second = new int[graph.linksMax(0)];
        s.visited.clear(graph.capacity());
        s.visited.add(node);
        int count = graph.read(node, 0, first);
        for (int i = 0; i < count; i++) {
            bypassOnce(first[i], node, s);
            int further = graph.read(first[i], 0, second);
            for (int j = 0; j < further; j++) {
                bypassOnce(second[j], node, s);
            }
        }
    }

    private void bypassOnce(int base, int node, SearchScratch s) {
        if (s.visited.add(base)
                && graph.nodes.contains(base)
                && LinkRow.contains(graph.row(base, 0), graph.at(base, 0), node)) {
            editor.bypass(base, 0, s);
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

    /** One node in M has upper levels, and so few links lead to them that all are looked at. */
    private void removeUpper(int node, int level, SearchScratch s) {
        for (int base = graph.upperNodes.next(0); base >= 0; base = graph.upperNodes.next(base + 1)) {
            for (int l = Math.min(level, graph.level(base)); l > 0 && base != node; l--) {
                if (LinkRow.contains(graph.row(base, l), graph.at(base, l), node)) {
                    editor.bypass(base, l, s);
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
