package io.vexfs.core.internal.graph;

/** The answer of a search: ordinals with their distances, nearest first, equal distances by ordinal. */
public final class Neighbors {
    private final int[] ordinals;
    private final float[] distances;
    private final int nodesVisited;
    private final boolean exact;
    private final boolean overtaken;

    Neighbors(int[] ordinals, float[] distances, int nodesVisited, boolean exact, boolean overtaken) {
        assert ordinals.length == distances.length;
        this.ordinals = ordinals;
        this.distances = distances;
        this.nodesVisited = nodesVisited;
        this.exact = exact;
        this.overtaken = overtaken;
    }

    /** How many neighbours there are. */
    public int size() {
        return ordinals.length;
    }

    /** The ordinal of this rank, from 0. */
    public int ordinal(int rank) {
        return ordinals[rank];
    }

    /** The distance of this rank, as the metric defines it. */
    public float distance(int rank) {
        return distances[rank];
    }

    /** Vectors that the query was compared with. */
    public int nodesVisited() {
        return nodesVisited;
    }

    /** Whether more was replaced meanwhile than the search could follow, so that it may have missed some of it. */
    public boolean overtaken() {
        return overtaken;
    }

    /** Whether every vector was compared, so that nothing nearer can have been missed. */
    public boolean exact() {
        return exact;
    }
}
