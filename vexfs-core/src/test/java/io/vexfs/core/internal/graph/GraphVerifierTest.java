package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verifier is shown graphs broken on purpose, one way each. */
class GraphVerifierTest {
    private final VectorIndex index = new VectorIndex(8, DistanceMetric.L2, new GraphShape(4, 20, 1));

    @BeforeEach
    void fill() {
        new Clusters(31, 8, 4).fill(index, 400);
        assertThat(GraphVerifier.verify(index).sound()).isTrue();
        assertThat(GraphVerifier.verify(index).nodes()).isEqualTo(400);
        assertThat(GraphVerifier.verify(index).topLevel()).isPositive();
    }

    @Test
    void verify_isolatedNode_isReported() {
        int lonely = index.graph.entry() == 5 ? 6 : 5;
        int[] links = new int[8];
        for (int node = 0; node < 400; node++) {
            int count = index.graph.read(node, 0, links);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (links[i] != lonely) {
                    links[kept++] = links[i];
                }
            }
            write(node, links, kept);
        }
        assertThat(GraphVerifier.verify(index).problems())
                .anyMatch(p -> p.startsWith("reachable from the entry: expected 400 nodes, was "))
                .anyMatch(p -> p.startsWith("node " + lonely + ": expected links to and from its parent "));
    }

    @Test
    void verify_deadLink_isReported() {
        int[] links = new int[8];
        int count = index.graph.read(9, 0, links);
        links[count - 1] = 400;
        write(9, links, count);
        assertThat(GraphVerifier.verify(index).problems())
                .contains("node 9 level 0: expected links to nodes, was to 400");
    }

    @Test
    void verify_linkToItselfAndTwice_isReported() {
        write(9, new int[] {9, 8, 8}, 3);
        assertThat(GraphVerifier.verify(index).problems())
                .contains("node 9 level 0: expected each other node at most once, was 9")
                .contains("node 9 level 0: expected each other node at most once, was 8");
    }

    @Test
    void verify_tooManyLinks_isReported() {
        int[] row = index.graph.row(9, 0);
        row[index.graph.at(9, 0)] = 9;
        assertThat(GraphVerifier.verify(index).problems()).contains("node 9 level 0: expected at most 8 links, was 9");
    }

    @Test
    void verify_linkToLowerNode_isReported() {
        int upper = index.graph.upperNodes.next(0);
        int lower = 0;
        while (index.graph.level(lower) > 0) {
            lower++;
        }
        LinkRow.write(index.graph.row(upper, 1), index.graph.at(upper, 1), new int[] {lower}, 1);
        assertThat(GraphVerifier.verify(index).problems())
                .contains("node " + upper + " level 1: expected links to nodes of that level, was to " + lower);
    }

    @Test
    void verify_wrongEntryRootAndMembership_areReported() {
        int lower = 0;
        while (index.graph.level(lower) > 0 || index.graph.parent(lower) == HnswGraph.NONE) {
            lower++;
        }
        index.graph.parent(lower, HnswGraph.NONE);
        index.graph.entry(lower);
        index.graph.nodes.remove(399);
        assertThat(GraphVerifier.verify(index).problems())
                .contains("roots of the tree: expected 1, was 2")
                .contains("ordinal 399: expected linked, was not so")
                .anyMatch(p -> p.contains("expected level at most that of the entry, 0"));
    }

    @Test
    void verify_parentsInACircle_isReported() {
        int[] circle = triangle();
        for (int i = 0; i < 3; i++) {
            index.graph.parent(circle[i], circle[(i + 1) % 3]);
        }
        assertThat(GraphVerifier.verify(index).problems())
                .singleElement()
                .asString()
                .matches("node (" + circle[0] + "|" + circle[1] + "|" + circle[2]
                        + "): expected parents that lead to the root, was a circle of them");
    }

    /** Three nodes that link to each other, the least first, none of them the root. */
    private int[] triangle() {
        int[] links = new int[8];
        int[] further = new int[8];
        for (int node = 0; node < 400; node++) {
            for (int i = index.graph.read(node, 0, links) - 1; i >= 0; i--) {
                for (int j = index.graph.read(links[i], 0, further) - 1; j >= 0; j--) {
                    int[] nodes = {node, links[i], further[j]};
                    if (node < Math.min(links[i], further[j]) && mutual(nodes)) {
                        return nodes;
                    }
                }
            }
        }
        throw new AssertionError("no three nodes link to each other");
    }

    private boolean mutual(int[] nodes) {
        for (int from : nodes) {
            for (int to : nodes) {
                boolean links = LinkRow.contains(index.graph.row(from, 0), index.graph.at(from, 0), to);
                if (from != to && !links || index.graph.parent(from) == HnswGraph.NONE) {
                    return false;
                }
            }
        }
        return true;
    }

    private void write(int node, int[] links, int count) {
        LinkRow.write(index.graph.row(node, 0), index.graph.at(node, 0), links, count);
    }
}
