package io.vexfs.core.internal.graph;

import java.util.List;

/**
 * What {@link GraphVerifier} found.
 *
 * @param nodes linked nodes
 * @param links links on the lowest level
 * @param topLevel the highest level with a node, -1 for none
 * @param problems what is wrong, one line each, at most {@link GraphVerifier#PROBLEMS_MAX}
 */
public record GraphReport(int nodes, long links, int topLevel, List<String> problems) {
    /** Copies the problems. */
    public GraphReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
        return problems.isEmpty();
    }
}
