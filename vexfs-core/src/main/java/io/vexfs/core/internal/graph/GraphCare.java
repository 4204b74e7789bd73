package io.vexfs.core.internal.graph;

import io.vexfs.api.IndexStatus;
import io.vexfs.api.VexfsException;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What becomes of a graph that fails. It is emptied and every vector is pending again, so that searches scan everything
 * and are right, and what links, links it anew; {@link IndexCondition} says when that is enough.
 */
public final class GraphCare {
    private final HnswGraph graph;
    private final Ordinals ordinals;
    private final LeavingSweep sweep;
    private final ReentrantReadWriteLock structure;
    private final Replacements replacements;

    GraphCare(
            HnswGraph graph,
            Ordinals ordinals,
            LeavingSweep sweep,
            ReentrantReadWriteLock structure,
            Replacements replacements) {
        this.graph = graph;
        this.ordinals = ordinals;
        this.sweep = sweep;
        this.structure = structure;
        this.replacements = replacements;
    }

    /** The graph that there is now; to be asked for before it is used, for {@link #failed}. */
    int generation() {
        return ordinals.condition.generation();
    }

    /** Whether the graph failed too often: vectors are not linked any more, and every search scans them. */
    public boolean broken() {
        return ordinals.condition.broken();
    }

    /**
     * Empties a graph that failed. What failed because another thread was doing this is no failure of the graph.
     *
     * @throws VexfsException the failure, if it is one that says what was refused
     */
    void failed(Throwable failure, int generation) {
        if (failure instanceof VexfsException refused) {
            throw refused;
        }
        structure.writeLock().lock();
        try {
            if (generation() == generation) {
                ordinals.unlink();
                // A search that began before may have scanned what was pending then, and finds no graph now.
                replacements.addUnknown();
                graph.clear();
                sweep.end();
                // Last: who begins from now on finds the graph as it is meant to be.
                ordinals.condition.failed(failure, ordinals.backlog.size());
            }
        } finally {
            structure.writeLock().unlock();
        }
    }

    /** Says why the graph of an index that is being restored is made anew. */
    public void rebuilding(String reason) {
        ordinals.condition.rebuilding(reason);
    }

    /** Says that an index is restored, and that what is pending by now was not just stored. */
    public void restored() {
        if (graph.nodes.size() == 0 && ordinals.pending.size() > IndexSearcher.EXACT_SIZE_MAX) {
            ordinals.condition.unlinked();
        }
        ordinals.noteBacklog();
    }

    /** Pending vectors that were not just stored, but have to be linked anew. */
    public int backlog() {
        return ordinals.backlog.size();
    }

    /** Whether the graph is of use, as this clock dates it. */
    public IndexStatus status(InstantSource clock) {
        return ordinals.condition.status(clock, ordinals.backlog.size());
    }
}
