package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.HeapMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HnswGraphTest {
    private static final int COUNT = 10_000;
    private static final int DIMENSIONS = 64;

    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HAMMING", "JACCARD"})
    void search_clusteredVectors_findsNearlyAll(DistanceMetric metric) {
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(7, DIMENSIONS, 50);
        clusters.fill(index, COUNT);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.98);
    }

    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HAMMING", "JACCARD"})
    void remove_churn_keepsRecallAndReachability(DistanceMetric metric) {
        int count = 4_000;
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(8, DIMENSIONS, 20);
        clusters.fill(index, count);
        Random random = new Random(9);
        List<Integer> live = new ArrayList<>();
        index.forEach(live::add);
        for (int i = 0; i < 2 * count; i++) {
            int at = random.nextInt(live.size());
            index.remove(live.get(at));
            int ordinal = index.reserve();
            index.put(ordinal, clusters.next());
            assertThat(index.link(ordinal)).isTrue();
            live.set(at, ordinal);
            if (i % count == count / 2) {
                assertThat(GraphVerifier.verify(index).problems()).isEmpty();
            }
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(index.size()).isEqualTo(count);
        int stepsOfRound = index.graph.capacity() / LeavingSweep.STEP_ROWS_MIN + 1;
        assertThat(index.ordinals.end()).isLessThanOrEqualTo(count + 2 * stepsOfRound);
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void remove_nodesLinkedFromFarAway_areGivenBackAndLinkedByNobody() {
        VectorIndex index = new VectorIndex(8, DistanceMetric.L2, new GraphShape(4, 30, 1));
        Clusters clusters = new Clusters(14, 8, 30);
        clusters.fill(index, 6_000);
        // A row that no walk around node 17 comes by.
        int far = 5_900;
        index.graph.row(far, 0)[index.graph.at(far, 0) + 1] = 17;
        index.remove(17);
        assertThat(index.graph.leaving.contains(17)).isTrue();
        assertThat(LinkRow.contains(index.graph.row(far, 0), index.graph.at(far, 0), 17))
                .isTrue();
        index.settle();
        assertThat(index.graph.leaving.size()).isZero();
        assertThat(LinkRow.contains(index.graph.row(far, 0), index.graph.at(far, 0), 17))
                .isFalse();
        assertThat(index.reserve()).isEqualTo(17);
        for (int ordinal = 1_000; ordinal < 5_000; ordinal++) {
            index.remove(ordinal);
            assertThat(index.graph.leaving.size()).isLessThanOrEqualTo(2 * LeavingSweep.ROUND_STEPS);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void heapBytes_m16_areAtMostTheVectorsAnd200() {
        int count = 1 << 15;
        int dimensions = 100;
        Clusters clusters = new Clusters(15, dimensions, 30);
        clusters.fill(new VectorIndex(dimensions, DistanceMetric.COSINE, new GraphShape(16, 16, 1)), 600);
        HeapOfEach each = heapOfEach(clusters, dimensions, count);
        // Something else in this process may have come or gone meanwhile, but not each time.
        for (int again = 0; again < 3 && each.apart() > 10; again++) {
            each = heapOfEach(clusters, dimensions, count);
        }
        assertThat(each.measured()).isLessThanOrEqualTo(dimensions * Float.BYTES + 200);
        assertThat(each.told()).isBetween(each.measured() - 10, each.measured() + 10);
    }

    private record HeapOfEach(double measured, double told) {
        double apart() {
            return Math.abs(measured - told);
        }
    }

    private static HeapOfEach heapOfEach(Clusters clusters, int dimensions, int count) {
        long before = HeapMeter.usedBytes();
        VectorIndex index = new VectorIndex(dimensions, DistanceMetric.COSINE, new GraphShape(16, 16, 1));
        clusters.fill(index, count);
        clusters.recall(index, 1, 10, 10);
        double measured = (double) (HeapMeter.usedBytes() - before) / count;
        return new HeapOfEach(measured, (double) index.heapBytes() / count);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void remove_oneByOneToNothing_keepsEveryNodeReachable(int m) {
        VectorIndex index = new VectorIndex(8, DistanceMetric.L2, new GraphShape(m, 40, 3));
        new Clusters(10, 8, 5).fill(index, 600);
        Random random = new Random(11);
        List<Integer> live = new ArrayList<>();
        index.forEach(live::add);
        while (!live.isEmpty()) {
            boolean entry = random.nextInt(4) == 0;
            Integer ordinal = entry ? Integer.valueOf(index.graph.entry()) : live.get(random.nextInt(live.size()));
            index.remove(ordinal);
            live.remove(ordinal);
            GraphReport report = GraphVerifier.verify(index);
            assertThat(report.problems()).isEmpty();
            assertThat(report.nodes()).isEqualTo(live.size());
        }
        assertThat(index.graph.entry()).isEqualTo(HnswGraph.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HAMMING", "JACCARD"})
    void link_identicalVectors_areAllReachable(DistanceMetric metric) {
        VectorIndex index = new VectorIndex(8, metric, GraphShape.DEFAULT);
        float[] same = {1, 2, 3, 4, 5, 6, 7, 8};
        for (int i = 0; i < COUNT; i++) {
            index.put(index.reserve(), same);
        }
        float[] other = {-1, 2, -3, 4, 5, 6, 7, -8};
        int ordinal = index.reserve();
        index.put(ordinal, other);
        assertThat(index.linkPending(COUNT + 1)).isEqualTo(COUNT + 1);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        Neighbors found = index.search(same, Reach.nearest(100, 100), null);
        assertThat(found.size()).isEqualTo(100);
        assertThat(found.exact()).isFalse();
        assertThat(Clusters.holds(found, ordinal)).isFalse();
        for (int i = 0; i < COUNT; i += 2) {
            index.remove(i);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    @Test
    void link_clustersFarApart_areAllReachable() {
        VectorIndex index = new VectorIndex(4, DistanceMetric.L2, new GraphShape(4, 20, 1));
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            float centre = (i % 10) * 1e6f;
            float[] vector = {centre + random.nextFloat(), centre + random.nextFloat(), 0, random.nextFloat()};
            index.put(index.reserve(), vector);
        }
        index.linkPending(5_000);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        for (int i = 0; i < 5_000; i += 3) {
            index.remove(i);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    @Test
    void link_sameSeedOneThread_givesTheSameGraph() {
        VectorIndex one = new VectorIndex(16, DistanceMetric.L2, GraphShape.DEFAULT);
        VectorIndex two = new VectorIndex(16, DistanceMetric.L2, GraphShape.DEFAULT);
        new Clusters(13, 16, 5).fill(one, 1_000);
        new Clusters(13, 16, 5).fill(two, 1_000);
        int[] ones = new int[32];
        int[] twos = new int[32];
        for (int node = 0; node < 1_000; node++) {
            assertThat(one.graph.read(node, 0, ones)).isEqualTo(two.graph.read(node, 0, twos));
            assertThat(ones).isEqualTo(twos);
        }
    }
}
