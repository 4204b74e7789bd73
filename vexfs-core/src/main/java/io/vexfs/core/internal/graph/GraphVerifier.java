package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.vectors.SketchBlocks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The proof that a graph is what searches rely on: degrees within bounds, links to linked nodes of that level alone, none
 * to itself or twice, the tree whole and without circles, the entry on the top level, every visible ordinal either pending or reachable from
 * the entry on the lowest level, and the codes and the sketch of every node those of its vector.
 *
 * <p>Links and removes wait while it looks.
 */
public final class GraphVerifier {
    /** After so many problems it stops. */
    public static final int PROBLEMS_MAX = 20;

    private final VectorIndex index;
    private final HnswGraph graph;
    private final List<String> problems = new ArrayList<>();
    private final int[] links;
    private long linkCount;

    private GraphVerifier(VectorIndex index) {
        this.index = index;
        this.graph = index.graph;
        this.links = new int[graph.linksMax(0)];
    }

    /** Looks at every node. */
    public static GraphReport verify(VectorIndex index) {
        return verify(index, true);
    }

    /** As {@link #verify(VectorIndex)}; without vectors, their codes are taken as they are. */
    public static GraphReport verify(VectorIndex index, boolean hasVectors) {
        return index.frozen(() -> new GraphVerifier(index).report(hasVectors));
    }

    private GraphReport report(boolean hasVectors) {
        if (index.care().generation() > 0) {
            problem("the graph failed before, and was made anew");
        }
        membership();
        entry();
        int roots = 0;
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            for (int level = graph.level(node); level >= 0; level--) {
                links(node, level);
            }
            roots += tree(node);
        }
        if (graph.nodes.size() > 0 && roots != 1) {
            problem("roots of the tree: expected 1, was " + roots);
        }
        ancestors();
        reachability();
        if (hasVectors) {
            codes();
            sketches();
        }
        return new GraphReport(graph.nodes.size(), linkCount, graph.topLevel(), problems);
    }

    private void membership() {
        for (int i = 0, end = index.ordinals.end(); i < end; i++) {
            boolean linked = index.ordinals.visible.contains(i) && !index.ordinals.pending.contains(i);
            if (graph.nodes.contains(i) != linked) {
                problem("ordinal " + i + ": expected " + (linked ? "linked" : "not linked") + ", was not so");
            }
            boolean upper = graph.nodes.contains(i) && graph.level(i) > 0;
            if (graph.upperNodes.contains(i) != upper) {
                problem("node " + i + ": expected upper levels " + upper + ", was " + !upper);
            }
        }
    }

    private void entry() {
        int entry = graph.entry();
        if (graph.nodes.size() == 0 ? entry != HnswGraph.NONE : !graph.nodes.contains(entry)) {
            problem("entry: expected a node, was " + entry);
            return;
        }
        for (int node = graph.upperNodes.next(0); node >= 0; node = graph.upperNodes.next(node + 1)) {
            if (graph.level(node) > graph.topLevel()) {
                problem("node " + node + ": expected level at most that of the entry, " + graph.topLevel() + ", was "
                        + graph.level(node));
                return;
            }
        }
    }

    private void links(int node, int level) {
        int count = LinkRow.count(graph.row(node, level), graph.at(node, level));
        if (count > graph.linksMax(level)) {
            problem(place(node, level) + "expected at most " + graph.linksMax(level) + " links, was " + count);
            return;
        }
        graph.read(node, level, links);
        linkCount += level == 0 ? count : 0;
        for (int i = 0; i < count; i++) {
            int link = links[i];
            if (link < 0 || !graph.nodes.contains(link) && (level > 0 || !graph.leaving.contains(link))) {
                problem(place(node, level) + "expected links to nodes, was to " + link);
            } else if (link == node || LinkEditor.contains(links, i, link)) {
                problem(place(node, level) + "expected each other node at most once, was " + link);
            } else if (graph.level(link) < level) {
                problem(place(node, level) + "expected links to nodes of that level, was to " + link);
            }
        }
    }

    /** Checks the link to the parent in both directions; 1 for a root. */
    private int tree(int node) {
        int parent = graph.parent(node);
        if (parent == HnswGraph.NONE) {
            return 1;
        }
        if (parent < 0 || !graph.nodes.contains(parent)) {
            problem("node " + node + ": expected a node as parent, was " + parent);
        } else if (!linked(node, parent) || !linked(parent, node)) {
            problem("node " + node + ": expected links to and from its parent " + parent + ", was not so");
        }
        return 0;
    }

    /** Follows each node's parents to the root; those of a circle have sound links each, and lead to none. */
    private void ancestors() {
        BitSet known = new BitSet();
        BitSet walked = new BitSet();
        int[] walk = new int[graph.nodes.size()];
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            int depth = 0;
            int at = node;
            while (at >= 0 && graph.nodes.contains(at) && !known.get(at) && !walked.get(at)) {
                walked.set(at);
                walk[depth++] = at;
                at = graph.parent(at);
            }
            if (at >= 0 && walked.get(at)) {
                problem("node " + at + ": expected parents that lead to the root, was a circle of them");
            }
            for (int i = 0; i < depth; i++) {
                walked.clear(walk[i]);
                known.set(walk[i]);
            }
        }
    }

    private boolean linked(int from, int to) {
        return LinkRow.contains(graph.row(from, 0), graph.at(from, 0), to);
    }

    private void reachability() {
        int entry = graph.entry();
        if (entry == HnswGraph.NONE) {
            return;
        }
        VisitedSet reached = new VisitedSet();
        reached.clear(graph.capacity());
        int[] stack = new int[graph.nodes.size()];
        int depth = 0;
        int count = 1;
        reached.add(entry);
        stack[depth++] = entry;
        while (depth > 0) {
            int node = stack[--depth];
            boolean readable = LinkRow.count(graph.row(node, 0), graph.at(node, 0)) <= graph.linksMax(0);
            int degree = readable ? graph.read(node, 0, links) : 0;
            for (int i = 0; i < degree; i++) {
                int link = links[i];
                if (link >= 0 && graph.nodes.contains(link) && reached.add(link)) {
                    stack[depth++] = link;
                    count++;
                }
            }
        }
        if (count != graph.nodes.size()) {
            problem("reachable from the entry: expected " + graph.nodes.size() + " nodes, was " + count);
        }
    }

    private void codes() {
        NodeCodes.Learnt learnt = index.codes.current();
        if (learnt == null) {
            return;
        }
        CodeRows one = learnt.blocks().oneRow();
        float[] row = new float[index.vectors.stride()];
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            index.vectors.read(node, row);
            if (!learnt.blocks().holds(node, row, learnt.outliers().contains(node), one)) {
                problem("node " + node + ": expected the codes of its vector, was not so");
            }
        }
        for (int node = learnt.outliers().next(0);
                node >= 0;
                node = learnt.outliers().next(node + 1)) {
            if (!index.ordinals.visible.contains(node)) {
                problem("outlier " + node + ": expected a visible ordinal, was not so");
            }
        }
    }

    private void sketches() {
        NodeSketches.Learnt learnt = index.codes.sketches.current();
        if (learnt == null) {
            return;
        }
        SketchBlocks.Work work = new SketchBlocks.Work(1);
        float[] row = new float[index.vectors.stride()];
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            index.vectors.read(node, row);
            if (!learnt.blocks().holds(node, row, work)) {
                problem("node " + node + ": expected the sketch of its vector, was not so");
            }
        }
    }

    private static String place(int node, int level) {
        return "node " + node + " level " + level + ": ";
    }

    private void problem(String text) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(text);
        }
    }
}
