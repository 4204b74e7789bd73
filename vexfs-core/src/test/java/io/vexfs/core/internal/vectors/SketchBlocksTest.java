package io.vexfs.core.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.core.internal.distance.SketchRows;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchBlocksTest {
    private static final int STRIDE = 272;
    private static final int COUNT = 600;
    /** What rounding adds to a distance is about 2.3 steps, seldom twice that. */
    private static final double ROUNDING_MOST = 5.7;

    /** Vectors that differ along so many directions, by less along each; fewer than a sketch has places, or more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 31, 100, STRIDE})
    void distances_anyRank_areNoMoreThanThoseOfVectors(int rank) {
        float[][] vectors = vectors(rank, rank);
        SketchBlocks sketches = sketched(vectors);
        float step = sketches.parameters()[0];
        SketchBlocks.Work work = new SketchBlocks.Work(COUNT);
        int[] all = all();
        double nearly = 0;
        for (int q = 0; q < 50; q++) {
            sketches.sketch(vectors[q], 0, work);
            sketches.distances(all, COUNT, work);
            for (int i = 0; i < COUNT; i++) {
                double exact = Math.sqrt(squared(vectors[q], vectors[i]));
                double steps = Math.sqrt(work.distance(i));
                assertThat(steps * step).isLessThanOrEqualTo(exact + ROUNDING_MOST * step);
                nearly += exact == 0 ? 1 : Math.min(1, steps * step / exact);
            }
        }
        // Otherwise no distance at all would pass, too.
        assertThat(nearly / (50 * COUNT)).isGreaterThan(rank <= 31 ? 0.95 : 0.3);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100})
    void nearEnough_wholePart_keepsAllThatAreNearer(int rank) {
        float[][] vectors = vectors(rank, 3);
        SketchBlocks sketches = sketched(vectors);
        SketchBlocks.Work work = new SketchBlocks.Work(COUNT);
        int away = 0;
        for (int q = 0; q < 50; q++) {
            float[] query = vectors[q];
            double[] exact = Arrays.stream(vectors)
                    .mapToDouble(vector -> squared(query, vector))
                    .toArray();
            double[] sorted = exact.clone();
            Arrays.sort(sorted);
            float worst = (float) sorted[20];
            int[] ordinals = all();
            sketches.sketch(query, 0, work);
            int count = sketches.nearEnough(ordinals, COUNT, worst, 1, work);
            boolean[] kept = new boolean[COUNT];
            for (int i = 0; i < count; i++) {
                kept[ordinals[i]] = true;
            }
            for (int i = 0; i < COUNT; i++) {
                assertThat(kept[i] || exact[i] > worst * 0.98)
                        .as("query %d, vector %d", q, i)
                        .isTrue();
            }
            away += COUNT - count;
        }
        assertThat(away).isGreaterThan(50 * COUNT / 4);
    }

    /** Where nothing is left beside the axes the sketch is the distance, and a small part of it no reason to turn away. */
    @Test
    void nearEnough_smallPartWithoutRest_turnsNothingNearAway() {
        float[][] vectors = vectors(10, 4);
        SketchBlocks sketches = sketched(vectors);
        SketchBlocks.Work work = new SketchBlocks.Work(COUNT);
        int[] ordinals = all();
        double worst = squared(vectors[0], vectors[1]);
        sketches.sketch(vectors[0], 0, work);
        int count = sketches.nearEnough(ordinals, COUNT, (float) worst, 0.01f, work);
        int[] kept = Arrays.copyOf(ordinals, count);
        for (int i = 0; i < COUNT; i++) {
            if (squared(vectors[0], vectors[i]) <= worst * 0.9) {
                assertThat(kept).contains(i);
            }
        }
    }

    @Test
    void learn_equalVectors_doNotDiffer() {
        float[][] vectors = new float[COUNT][STRIDE];
        for (float[] vector : vectors) {
            Arrays.fill(vector, 7);
        }
        assertThat(sketched(vectors).differ()).isFalse();
    }

    @Test
    void of_parameters_sketchesTheSame() {
        float[][] vectors = vectors(50, 5);
        SketchBlocks sketches = sketched(vectors);
        SketchBlocks again = SketchBlocks.of(Kernels.active(), sketches.parameters(), STRIDE);
        SketchBlocks.Work work = new SketchBlocks.Work(1);
        again.write(COUNT - 1, vectors[9], work);
        assertThat(sketches.parameters()).hasSize(SketchBlocks.parametersLength(STRIDE));
        assertThat(again.holds(COUNT - 1, vectors[9], work)).isTrue();
        assertThat(sketches.holds(9, vectors[9], work)).isTrue();
        assertThat(sketches.holds(9, vectors[10], work)).isFalse();
    }

    /** What kernels round differently is in the square of the rest: some steps where nothing is left, and no step where much is. */
    @Test
    void holds_lastNumberOffBySomeSteps_isRightWhereNothingIsLeft() {
        float[][] flat = vectors(10, 6);
        assertThat(holdsWithRestOffBy(4, flat)).isTrue();
        assertThat(holdsWithRestOffBy(12, flat)).isFalse();
        float[][] deep = vectors(STRIDE, 6);
        assertThat(holdsWithRestOffBy(1, deep)).isTrue();
        assertThat(holdsWithRestOffBy(4, deep)).isFalse();
    }

    /** And through kernels that round differently, of vectors that are long for what they differ by. */
    @Test
    void holds_otherKernels_areNoOtherVectors() {
        float[][] vectors = vectors(10, 7);
        for (float[] vector : vectors) {
            for (int i = 0; i < STRIDE; i++) {
                vector[i] += i % 2 == 0 ? 900 : -900;
            }
        }
        SketchBlocks sketches = sketched(vectors);
        assertThat(sketches.differ()).isTrue();
        SketchBlocks scalar = SketchBlocks.of(Kernels.scalar(), sketches.parameters(), STRIDE);
        SketchBlocks.Work work = new SketchBlocks.Work(1);
        for (int i = 0; i < COUNT; i++) {
            scalar.write(i, vectors[i], work);
            System.arraycopy(
                    scalar.rows().block(i),
                    scalar.rows().offset(i),
                    sketches.rows().block(i),
                    sketches.rows().offset(i),
                    SketchRows.SHORTS);
            assertThat(sketches.holds(i, vectors[i], work)).as("vector %d", i).isTrue();
        }
    }

    private static boolean holdsWithRestOffBy(int steps, float[][] vectors) {
        SketchBlocks sketches = sketched(vectors);
        SketchRows rows = sketches.rows();
        rows.block(9)[rows.offset(9) + SketchRows.SHORTS - 1] += (short) (steps << Byte.SIZE);
        return sketches.holds(9, vectors[9], new SketchBlocks.Work(1));
    }

    private static SketchBlocks sketched(float[][] vectors) {
        float[] flat = new float[COUNT * STRIDE];
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(vectors[i], 0, flat, i * STRIDE, STRIDE);
        }
        SketchBlocks sketches =
                SketchBlocks.learn(Kernels.active(), new Rows(new float[][] {flat}, Integer.SIZE - 2, STRIDE), COUNT);
        SketchBlocks.Work work = new SketchBlocks.Work(1);
        for (int i = 0; i < COUNT; i++) {
            sketches.write(i, vectors[i], work);
        }
        return sketches;
    }

    private static float[][] vectors(int rank, long seed) {
        Random random = new Random(seed);
        float[][] directions = new float[rank][STRIDE];
        for (float[] direction : directions) {
            for (int i = 0; i < STRIDE; i++) {
                direction[i] = (float) random.nextGaussian();
            }
        }
        float[][] vectors = new float[COUNT][STRIDE];
        for (float[] vector : vectors) {
            for (int j = 0; j < rank; j++) {
                float place = (float) (random.nextGaussian() / Math.sqrt(1 + j));
                for (int i = 0; i < STRIDE; i++) {
                    vector[i] += place * directions[j][i] + (j == 0 ? 3 : 0);
                }
            }
        }
        return vectors;
    }

    private static int[] all() {
        int[] all = new int[COUNT];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
