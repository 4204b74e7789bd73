package io.vexfs.testkit.data;

import io.vexfs.api.DistanceMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Vectors for tests: the same seed gives the same vectors. No vector is all zero, unless its method says so. */
public final class TestVectors {
    private TestVectors() {}

    private static Random random(int count, int dimensions, long seed) {
        if (count < 0 || dimensions < 1) {
            throw new IllegalArgumentException(
                    "expected a count of 0 or more and 1 or more dimensions, was " + count + " and " + dimensions);
        }
        return new Random(seed);
    }

    /** Components evenly spread over −1 to 1. */
    public static List<float[]> uniform(int count, int dimensions, long seed) {
        Random random = random(count, dimensions, seed);
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                vector[d] = notZero(random.nextFloat() * 2 - 1);
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** Gaussian clouds of deviation 0.1 around {@code clusters} evenly spread centres; more like real embeddings. */
    public static List<float[]> clustered(int count, int dimensions, int clusters, long seed) {
        List<float[]> centres = uniform(clusters, dimensions, seed);
        Random random = random(count, dimensions, seed + 1);
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = centres.get(random.nextInt(clusters)).clone();
            for (int d = 0; d < dimensions; d++) {
                vector[d] = notZero(vector[d] + (float) (random.nextGaussian() * 0.1));
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** Only {@code distinct} different vectors, each many times over. */
    public static List<float[]> duplicates(int count, int dimensions, int distinct, long seed) {
        List<float[]> originals = uniform(distinct, dimensions, seed);
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            vectors.add(originals.get(i % distinct).clone());
        }
        return vectors;
    }

    /** Pairs that differ by the last place of one component. */
    public static List<float[]> nearDuplicates(int count, int dimensions, long seed) {
        List<float[]> originals = uniform((count + 1) / 2, dimensions, seed);
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = originals.get(i / 2).clone();
            if (i % 2 == 1) {
                vector[i % dimensions] = Math.nextUp(vector[i % dimensions]);
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** Finite vectors that trip careless arithmetic: all components equal, huge, tiny, mixed, one-hot, negative zero. */
    public static List<float[]> adversarial(int dimensions) {
        List<float[]> vectors = new ArrayList<>();
        for (float component : new float[] {1, -1, 1e-30f, Float.MIN_VALUE, 1e15f, -1e15f}) {
            float[] vector = new float[dimensions];
            Arrays.fill(vector, component);
            vectors.add(vector);
        }
        float[] oneHot = new float[dimensions];
        oneHot[dimensions - 1] = 1;
        vectors.add(oneHot);
        float[] mixed = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            mixed[d] = d % 2 == 0 ? 1e15f : -1e-15f;
        }
        vectors.add(mixed);
        float[] negativeZero = new float[dimensions];
        Arrays.fill(negativeZero, -0f);
        negativeZero[0] = 1;
        vectors.add(negativeZero);
        return vectors;
    }

    /** The vectors as they are, or as bits where the metric compares those: 1 for a positive component, 0 for others. */
    public static List<float[]> fitting(DistanceMetric metric, List<float[]> vectors) {
        if (!metric.bits()) {
            return vectors;
        }
        List<float[]> bits = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            float[] row = new float[vector.length];
            for (int d = 0; d < row.length; d++) {
                row[d] = vector[d] > 0 ? 1 : 0;
            }
            bits.add(row);
        }
        return bits;
    }

    private static float notZero(float component) {
        return component == 0 ? 1e-3f : component;
    }
}
