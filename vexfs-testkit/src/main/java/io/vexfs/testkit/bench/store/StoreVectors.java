package io.vexfs.testkit.bench.store;

import io.vexfs.api.Metadata;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded vectors by row, in Gaussian clouds, made when they are asked for: a million need no heap. Safe from many threads. */
final class StoreVectors {
    private static final int CLOUDS = 1_000;
    private static final double DEVIATION = 0.1;
    private static final long SEED = 4;

    private final List<float[]> centres;

    StoreVectors(int dimensions) {
        centres = TestVectors.uniform(CLOUDS, dimensions, SEED);
    }

    /** Another vector for each version of a row. */
    float[] vector(long row, int version) {
        SplittableRandom random = new SplittableRandom(SEED + row * 31 + version * 1_000_000_007L);
        float[] vector = centres.get(random.nextInt(CLOUDS)).clone();
        for (int d = 0; d < vector.length; d++) {
            vector[d] += (float) (DEVIATION * random.nextGaussian());
        }
        return vector;
    }

    StoredVector stored(long row, int version) {
        return new StoredVector(Long.toString(row), vector(row, version), Metadata.empty());
    }

    /** Rows one after the other. */
    List<StoredVector> stored(long from, long to, int version) {
        List<StoredVector> rows = new ArrayList<>((int) (to - from));
        for (long row = from; row < to; row++) {
            rows.add(stored(row, version));
        }
        return rows;
    }
}
