package io.vexfs.core.internal.graph;

/** Breaks graphs on purpose. */
public final class GraphDamage {
    private static final int NOWHERE = 1 << 28;

    private GraphDamage() {}

    /** Every link of the lowest level leads to a node that does not exist. */
    public static void breakLinks(VectorIndex index) {
        HnswGraph graph = index.graph;
        for (int node = graph.nodes.next(0); node >= 0; node = graph.nodes.next(node + 1)) {
            synchronized (graph.lock(node)) {
                LinkRow.write(graph.row(node, 0), graph.at(node, 0), new int[] {NOWHERE}, 1);
            }
        }
    }

    /** How many vectors are linked. */
    public static int linked(VectorIndex index) {
        return index.graph.nodes.size();
    }
}
