package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.core.internal.distance.CodeRows;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizedIndexTest {
    private static final int DIMENSIONS = 64;
    private static final int COUNT = 6_000;
    private VectorIndex index;

    @AfterEach
    void verify() {
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    static Stream<Arguments> cases() {
        return Stream.of(DistanceMetric.L2, DistanceMetric.COSINE, DistanceMetric.DOT)
                .flatMap(metric -> Stream.of(Quantization.INT8, Quantization.INT4)
                        .map(quantization -> Arguments.of(metric, quantization)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void search_byCodes_findsNearlyAllAtExactDistances(DistanceMetric metric, Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(quantization);
        Clusters clusters = new Clusters(21, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.97);
        float[] query = clusters.next();
        Neighbors exact = index.exact(query, Reach.nearest(10, 1), null);
        Neighbors found = index.search(query, Reach.nearest(10, 100), null);
        assertThat(found.exact()).isFalse();
        assertThat(found.ordinal(0)).isEqualTo(exact.ordinal(0));
        assertThat(found.distance(0)).isEqualTo(exact.distance(0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void search_wideWalk_measuresFewFullVectorsAndFindsTheSame(DistanceMetric metric, Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(quantization);
        Clusters clusters = new Clusters(29, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        // As many as a walk may keep before it becomes a scan.
        int ef = COUNT / 8;
        for (int i = 0; i < 20; i++) {
            float[] query = clusters.next();
            Neighbors few = index.search(query, Reach.nearest(10, ef), null);
            Neighbors all = index.search(query, new Reach(10, 0, ef, Float.NEGATIVE_INFINITY, 1e30f), null);
            assertThat(all.nodesVisited() - few.nodesVisited()).isGreaterThan(ef / 3);
            for (int rank = 0; rank < 10; rank++) {
                assertThat(few.distance(rank)).isEqualTo(all.distance(rank));
            }
        }
    }

    /** Those that are scanned before the walk may be the nearest, and what the walk keeps then not be worth measuring. */
    @ParameterizedTest
    @MethodSource("cases")
    void search_nearestArePending_doesNotWalkAgain(DistanceMetric metric, Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(quantization);
        Clusters clusters = new Clusters(30, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        float[] query = clusters.next();
        for (int i = 0; i < 200; i++) {
            float[] near = query.clone();
            near[i % DIMENSIONS] *= 1.01f + i / 10_000f;
            index.put(index.reserve(), near);
        }
        Neighbors found = index.search(query, Reach.nearest(36, 64), null);
        assertThat(found.exact()).isFalse();
        assertThat(found.nodesVisited()).isLessThan(COUNT / 2);
        Neighbors exact = index.exact(query, Reach.nearest(36, 1), null);
        assertThat(found.distance(35)).isEqualTo(exact.distance(35));
    }

    /** Copies err alike, which says nothing of how far another vector may be off. */
    @ParameterizedTest
    @EnumSource(names = {"L2", "COSINE"})
    void search_nearestAmongManyCopies_isFound(DistanceMetric metric) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(Quantization.INT4);
        Clusters clusters = new Clusters(31, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        Random random = new Random(32);
        int missed = 0;
        for (int turn = 0; turn < 60; turn++) {
            float[] query = clusters.next();
            float[] copy = near(query, 0.30f, random);
            float[] nearest = near(query, 0.298f, random);
            // Two groups of copies that are measured together.
            int[] added = new int[2 * CodeErrors.GROUP + 1];
            for (int i = 0; i < added.length; i++) {
                added[i] = index.reserve();
                index.put(added[i], i == 0 ? nearest : copy);
            }
            index.linkPending(added.length);
            Neighbors exact = index.exact(query, Reach.nearest(1, 1), null);
            Neighbors found = index.search(query, Reach.nearest(1, 200), null);
            missed += found.distance(0) == exact.distance(0) ? 0 : 1;
            for (int ordinal : added) {
                index.remove(ordinal);
            }
        }
        assertThat(missed).isZero();
    }

    private static float[] near(float[] vector, float by, Random random) {
        float[] near = vector.clone();
        for (int i = 0; i < near.length; i++) {
            near[i] += by * (random.nextBoolean() ? 1 : -1);
        }
        return near;
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void quantize_filledIndex_changesHeapAndKeepsRecall(Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(22, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        long plain = index.heapBytes();
        index.quantize(quantization);
        assertThat(index.codes.current() != null).isEqualTo(quantization != Quantization.NONE);
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.97);
        long codes = index.heapBytes() - plain;
        assertThat(index.codeBytes()).isBetween(0L, codes);
        index.quantize(Quantization.NONE);
        assertThat(index.heapBytes()).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"64, INT8, 3", "64, INT4, 5", "100, INT8, 3", "100, INT4, 5", "784, INT8, 3", "784, INT4, 5"})
    void codeBytes_anyDimensions_areAtMostThatPartOfTheVectors(int dimensions, Quantization quantization, int part) {
        index = new VectorIndex(dimensions, DistanceMetric.L2, new GraphShape(4, 8, 1));
        new Clusters(35, dimensions, 10).fill(index, NodeCodes.LEARN_FIRST);
        index.quantize(quantization);
        CodeRows rows = index.codes.current().blocks().rows();
        long codes = index.codeBytes() / rows.capacity();
        assertThat(codes).isEqualTo(rows.stride() * Short.BYTES);
        assertThat(codes * part).isLessThanOrEqualTo((long) dimensions * Float.BYTES);
    }

    @Test
    void verify_wrongCode_isNamed() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        new Clusters(36, DIMENSIONS, 5).fill(index, 300);
        index.quantize(Quantization.INT8);
        CodeRows rows = index.codes.current().blocks().rows();
        rows.block(17)[rows.offset(17)] ^= 1;
        index.codes.current().outliers().add(5);
        assertThat(GraphVerifier.verify(index).problems())
                .containsExactly(
                        "node 5: expected the codes of its vector, was not so",
                        "node 17: expected the codes of its vector, was not so");
        rows.block(17)[rows.offset(17)] ^= 1;
        index.codes.current().outliers().remove(5);
    }

    @Test
    void search_beforeThereIsEnoughToLearnFrom_isExact() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        index.quantize(Quantization.INT4);
        Clusters clusters = new Clusters(23, DIMENSIONS, 5);
        clusters.fill(index, NodeCodes.LEARN_FIRST - 1);
        assertThat(index.codes.current()).isNull();
        assertThat(clusters.recall(index, 50, 10, 10)).isEqualTo(1);
        clusters.fill(index, 2);
        assertThat(index.codes.current()).isNotNull();
    }

    @Test
    void link_vectorsUnlikeThoseLearntFrom_learnsAgain() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        index.quantize(Quantization.INT4);
        new Clusters(24, DIMENSIONS, 5).fill(index, 2_000);
        Object before = index.codes.current();
        Random random = new Random(25);
        for (int i = 0; i < 600; i++) {
            float[] far = new float[DIMENSIONS];
            for (int j = 0; j < DIMENSIONS; j++) {
                far[j] = 500 + 10 * (float) random.nextGaussian();
            }
            index.put(index.reserve(), far);
        }
        index.linkPending(600);
        assertThat(index.codes.current()).isNotSameAs(before);
    }

    @Test
    void search_withinADistance_appliesExactDistances() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(26, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        index.quantize(Quantization.INT4);
        float[] query = clusters.next();
        float limit = index.exact(query, Reach.nearest(10, 1), null).distance(5);
        Neighbors found = index.search(query, new Reach(10, 0, 100, Float.NEGATIVE_INFINITY, limit), null);
        assertThat(found.size()).isBetween(5, 6);
        assertThat(found.distance(found.size() - 1)).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest
    @EnumSource(names = {"L1", "HAMMING", "JACCARD"})
    void quantize_metricWithoutProducts_keepsFullPrecision(DistanceMetric metric) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(Quantization.INT8);
        Random random = new Random(29);
        for (int i = 0; i < 2 * NodeCodes.LEARN_FIRST; i++) {
            float[] bits = new float[DIMENSIONS];
            for (int j = 0; j < DIMENSIONS; j++) {
                bits[j] = random.nextInt(2);
            }
            index.put(index.reserve(), bits);
        }
        index.linkPending(Integer.MAX_VALUE);
        assertThat(index.codes.current()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void search_selectedPartByCodes_findsNearlyAllAtExactDistances(Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(30, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        index.quantize(quantization);
        Random random = new Random(31);
        BitSet half = new BitSet();
        for (int i = 0; i < COUNT; i++) {
            half.set(i, random.nextBoolean());
        }
        Selection selection = Selection.of(half);
        int found = 0;
        for (int q = 0; q < 100; q++) {
            float[] query = clusters.next();
            Neighbors exact = index.exact(query, Reach.nearest(10, 1), selection);
            Neighbors near = index.search(query, Reach.nearest(10, 20), selection);
            assertThat(near.exact()).isFalse();
            for (int rank = 0; rank < 10; rank++) {
                assertThat(half.get(near.ordinal(rank))).isTrue();
                found += Clusters.holds(near, exact.ordinal(rank)) ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(850);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void search_allWithinByCodes_findsNearlyAll(Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(32, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        index.quantize(quantization);
        int found = 0;
        int wanted = 0;
        for (int q = 0; q < 50; q++) {
            float[] query = clusters.next();
            float farthest = index.exact(query, Reach.nearest(100, 1), null).distance(80);
            Reach within = new Reach(10_000, 0, 64, Float.NEGATIVE_INFINITY, farthest);
            Neighbors exact = index.exact(query, within, null);
            Neighbors near = index.search(query, within, null);
            wanted += exact.size();
            for (int rank = 0; rank < exact.size(); rank++) {
                found += Clusters.holds(near, exact.ordinal(rank)) ? 1 : 0;
            }
        }
        assertThat((double) found / wanted).isGreaterThanOrEqualTo(0.98);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void search_outliers_areFoundUntilTheyAreRemoved(Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        new Clusters(33, DIMENSIONS, 50).fill(index, COUNT);
        index.quantize(quantization);
        Object learnt = index.codes.current();
        Random random = new Random(34);
        for (int i = 0; i < NodeCodes.OUTSIDE_PART * COUNT; i++) {
            float[] far = new float[DIMENSIONS];
            for (int j = 0; j < DIMENSIONS; j++) {
                far[j] = 500 + 10 * (float) random.nextGaussian();
            }
            int ordinal = index.reserve();
            index.put(ordinal, far);
            assertThat(index.link(ordinal)).isTrue();
            Neighbors found = index.search(far, Reach.nearest(1, 10), null);
            assertThat(found.exact()).isFalse();
            assertThat(found.ordinal(0)).isEqualTo(ordinal);
            assertThat(index.search(far, Reach.nearest(1, 10), Selection.except(ordinal))
                            .ordinal(0))
                    .isNotEqualTo(ordinal);
            if (i % 2 == 0) {
                index.remove(ordinal);
                assertThat(index.search(far, Reach.nearest(1, 10), null).ordinal(0))
                        .isNotEqualTo(ordinal);
            }
        }
        index.quantize(quantization);
        assertThat(index.codes.current()).isSameAs(learnt);
        index.quantize(Quantization.NONE);
        index.quantize(quantization);
        assertThat(index.codes.current().outliers().size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void search_steady_allocatesNothingButTheResult(Quantization quantization) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(28, DIMENSIONS, 50);
        clusters.fill(index, 2_000);
        index.quantize(quantization);
        float[] query = clusters.next();
        assertThat(SearchAllocation.least(index, query)).isLessThanOrEqualTo(SearchAllocationIT.RESULT_BYTES_MAX);
    }
}
