package io.vexfs.core.internal.graph;

import java.util.Random;

/** Seeded vectors that differ most along a few directions, as pictures and embeddings do. */
final class Spectrum {
    private final Random random;
    private final float[][] directions;
    private final double decay;

    /** Lengths along the directions go down with their number to the power of {@code decay}. */
    Spectrum(long seed, int dimensions, int rank, double decay) {
        this.random = new Random(seed);
        this.decay = decay;
        this.directions = new float[rank][dimensions];
        for (float[] direction : directions) {
            for (int i = 0; i < dimensions; i++) {
                direction[i] = (float) random.nextGaussian();
            }
        }
    }

    /** Goes on with other vectors along the same directions. */
    void reseed(long seed) {
        random.setSeed(seed);
    }

    float[] next() {
        return along(directions.length);
    }

    /** One that differs along the first so many directions alone. */
    float[] along(int rank) {
        float[] vector = new float[directions[0].length];
        for (int j = 0; j < rank; j++) {
            float place = (float) (random.nextGaussian() * Math.pow(1 + j, -decay));
            for (int i = 0; i < vector.length; i++) {
                vector[i] += place * directions[j][i];
            }
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] += 0.05f * (float) random.nextGaussian();
        }
        return vector;
    }

    void fill(VectorIndex index, int count) {
        for (int i = 0; i < count; i++) {
            index.put(index.reserve(), next());
        }
        index.linkPending(count);
    }
}
