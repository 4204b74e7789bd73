package io.vexfs.core.internal.graph;

import java.util.Random;

/** Seeded vectors around random centres, and what tests do with an index of them. */
final class Clusters {
    private final Random random;
    private final float[][] centres;

    Clusters(long seed, int dimensions, int count) {
        random = new Random(seed);
        centres = new float[count][dimensions];
        for (float[] centre : centres) {
            for (int i = 0; i < dimensions; i++) {
                centre[i] = (float) random.nextGaussian();
            }
        }
    }

    /** A vector near one of the centres. */
    float[] next() {
        float[] vector = centres[random.nextInt(centres.length)].clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += (float) random.nextGaussian() * 0.4f;
        }
        return vector;
    }

    /** Reserves, puts and links that many vectors. */
    void fill(VectorIndex index, int count) {
        for (int i = 0; i < count; i++) {
            index.put(index.reserve(), next());
        }
        index.linkPending(count);
    }

    /** The part of the exact neighbours that searches find, over that many queries. */
    double recall(VectorIndex index, int queries, int k, int ef) {
        int found = 0;
        int expected = 0;
        for (int q = 0; q < queries; q++) {
            float[] query = next();
            Neighbors exact = index.exact(query, Reach.nearest(k, 1), null);
            Neighbors near = index.search(query, Reach.nearest(k, ef), null);
            expected += exact.size();
            for (int i = 0; i < exact.size(); i++) {
                found += holds(near, exact.ordinal(i)) ? 1 : 0;
            }
        }
        return (double) found / expected;
    }

    static boolean holds(Neighbors neighbors, int ordinal) {
        for (int i = 0; i < neighbors.size(); i++) {
            if (neighbors.ordinal(i) == ordinal) {
                return true;
            }
        }
        return false;
    }
}
