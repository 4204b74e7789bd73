package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.data.TestVectors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of a part of the vectors find as much as those of all. */
class SelectedSearchTest {
    private static final int SIZE = 20_000;
    private static final int DIMENSIONS = 24;
    private static final VectorIndex INDEX = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
    private static final List<float[]> VECTORS = TestVectors.clustered(SIZE + 100, DIMENSIONS, 100, 3);
    private static final int SCANS_MAX = 2;
    private static final long CHOICE_NANOS = 1_000;
    private static final int ROUNDS_MAX = 400;
    private static final List<float[]> QUERIES = VECTORS.subList(SIZE, SIZE + 100);

    @BeforeAll
    static void fill() {
        for (float[] vector : VECTORS.subList(0, SIZE)) {
            int ordinal = INDEX.reserve();
            INDEX.put(ordinal, vector);
            INDEX.link(ordinal);
        }
    }

    private static BitSet chosen(double part) {
        Random random = new Random(5);
        BitSet bits = new BitSet();
        for (int ordinal = 0; ordinal < SIZE; ordinal++) {
            if (random.nextDouble() < part) {
                bits.set(ordinal);
            }
        }
        return bits;
    }

    private static double recall(Selection selection, Reach reach) {
        int found = 0;
        int wanted = 0;
        for (float[] query : QUERIES) {
            Neighbors exact = INDEX.exact(query, reach, selection);
            Neighbors near = INDEX.search(query, reach, selection);
            wanted += exact.size();
            for (int rank = 0; rank < exact.size(); rank++) {
                found += Clusters.holds(near, exact.ordinal(rank)) ? 1 : 0;
            }
        }
        return (double) found / wanted;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.5, 0.2, 0.1, 0.01, 0.001})
    void search_randomPart_findsItsNearest(double part) {
        Selection selection = Selection.of(chosen(part));

        assertThat(recall(selection, Reach.nearest(10, 64))).isGreaterThanOrEqualTo(0.95);
        assertThat(INDEX.search(QUERIES.get(0), Reach.nearest(10, 64), selection)
                        .exact())
                .isEqualTo(part < 0.5);
    }

    /**
     * What a search of a part may cost is a scan of that part. Time is that of this thread, and the best of some rounds in
     * turns, as other work on the machine only ever adds to it; twice as much is allowed, since a walk suffers more from it.
     * So is a microsecond for each search to choose between the two, next to which a scan of twenty vectors is short. Where the compiler has to wait for a processor, more rounds are made: what is compiled is compared.
     */
    @ParameterizedTest
    @CsvSource({"0.9, 16", "0.5, 16", "0.5, 64", "0.5, 200", "0.1, 15", "0.1, 64", "0.01, 16", "0.01, 64", "0.001, 64"})
    void search_randomPart_isNoSlowerThanItsScan(double part, int width, TestReporter reporter) {
        Selection selection = Selection.of(chosen(part));
        Reach reach = Reach.nearest(10, width);
        long scan = Long.MAX_VALUE;
        long walk = Long.MAX_VALUE;
        for (int round = 0; round < 12 || walk >= most(scan) && round < ROUNDS_MAX; round++) {
            long began = nanos();
            QUERIES.forEach(query -> INDEX.exact(query, reach, selection));
            long scanned = nanos();
            QUERIES.forEach(query -> INDEX.search(query, reach, selection));
            scan = Math.min(scan, scanned - began);
            walk = Math.min(walk, nanos() - scanned);
        }
        reporter.publishEntry(
                "of a scan's time, " + part + ", ef " + width, String.format("%.2f", (double) walk / scan));
        assertThat(walk).isLessThan(most(scan));
        for (float[] query : QUERIES) {
            assertThat(INDEX.search(query, reach, selection).nodesVisited()).isLessThanOrEqualTo(selection.count());
        }
    }

    private static long most(long scan) {
        return SCANS_MAX * scan + QUERIES.size() * CHOICE_NANOS;
    }

    private static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void search_walkedTenth_findsItsNearest() {
        Selection selection = Selection.of(chosen(0.1));
        Reach narrow = Reach.nearest(10, 15);

        assertThat(INDEX.search(QUERIES.get(0), narrow, selection).exact()).isFalse();
        assertThat(recall(selection, narrow)).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void search_oneSelected_findsIt() {
        for (int ordinal = 0; ordinal < SIZE; ordinal += 997) {
            BitSet one = new BitSet();
            one.set(ordinal);
            Neighbors found = INDEX.search(QUERIES.get(0), Reach.nearest(10, 64), Selection.of(one));
            assertThat(found.size()).isEqualTo(1);
            assertThat(found.ordinal(0)).isEqualTo(ordinal);
            assertThat(found.nodesVisited()).isEqualTo(1);
        }
    }

    @Test
    void search_partFarFromTheQuery_isFound() {
        float[] corner = new float[DIMENSIONS];
        Arrays.fill(corner, 2);
        Neighbors far = INDEX.exact(corner, Reach.nearest(SIZE / 10, 1), null);
        BitSet bits = new BitSet();
        for (int rank = 0; rank < far.size(); rank++) {
            bits.set(far.ordinal(rank));
        }

        assertThat(recall(Selection.of(bits), Reach.nearest(10, 64))).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void search_withoutOne_leavesItOut() {
        float[] query = INDEX.vector(77);
        Selection half = Selection.of(chosen(0.5));
        assertThat(INDEX.search(query, Reach.nearest(1, 64), null).ordinal(0)).isEqualTo(77);
        assertThat(INDEX.search(query, Reach.nearest(1, 64), Selection.except(77))
                        .ordinal(0))
                .isNotEqualTo(77);
        assertThat(Clusters.holds(INDEX.search(query, Reach.nearest(10, 64), half.without(77)), 77))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.5f, 0.6f, 0.75f, 0.9f})
    void search_within_findsNearlyAll(float farthest) {
        Reach all = new Reach(10_000, 0, 64, Float.NEGATIVE_INFINITY, farthest);

        assertThat(recall(null, all)).isGreaterThanOrEqualTo(0.98);
        assertThat(recall(Selection.of(chosen(0.5)), all)).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void search_between_findsNoneNearer() {
        float[] query = QUERIES.get(7);
        Neighbors all = INDEX.exact(query, Reach.nearest(60, 1), null);
        Reach beyond = new Reach(10, 0, 64, all.distance(20), Float.POSITIVE_INFINITY);
        for (Neighbors page : List.of(INDEX.exact(query, beyond, null), INDEX.search(query, beyond, null))) {
            assertThat(page.size()).isEqualTo(10);
            for (int rank = 0; rank < 10; rank++) {
                assertThat(page.ordinal(rank)).isEqualTo(all.ordinal(20 + rank));
            }
        }
    }
}
