package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.data.ExactSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Indexes of vectors of bits. */
class BitIndexTest {
    private static final int DIMENSIONS = 300;
    private static final int COUNT = 6_000;
    private static final int K = 10;

    @TempDir
    Path directory;

    /** Bits of one of some patterns, each of them flipped with a probability of its own. */
    private static final class Patterns {
        private final Random random = new Random(4);
        private final boolean[][] patterns = new boolean[60][DIMENSIONS];

        Patterns() {
            for (boolean[] pattern : patterns) {
                for (int i = 0; i < DIMENSIONS; i++) {
                    pattern[i] = random.nextInt(4) == 0;
                }
            }
        }

        float[] next() {
            boolean[] pattern = patterns[random.nextInt(patterns.length)];
            double flips = random.nextDouble() / 4;
            float[] vector = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] = pattern[i] != random.nextDouble() < flips ? 1 : 0;
            }
            return vector;
        }

        List<float[]> fill(VectorIndex index, int count) {
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                vectors.add(next());
                index.put(index.reserve(), vectors.get(i));
            }
            index.linkPending(count);
            return vectors;
        }
    }

    /** Counted by distance, since many are equally far. */
    private static double recall(VectorIndex index, List<float[]> vectors, Patterns patterns) {
        int found = 0;
        int queries = 100;
        for (int q = 0; q < queries; q++) {
            float[] query = patterns.next();
            List<ExactSearch.Neighbor> exact = ExactSearch.nearest(index.metric(), vectors, query, K);
            double farthest = exact.get(K - 1).distance() + 1e-6;
            Neighbors near = index.search(query, Reach.nearest(K, 64), null);
            assertThat(near.exact()).isFalse();
            for (int i = 0; i < near.size(); i++) {
                double distance = ExactSearch.distance(index.metric(), query, vectors.get(near.ordinal(i)));
                assertThat((double) near.distance(i)).isCloseTo(distance, within(1e-6));
                found += distance <= farthest ? 1 : 0;
            }
        }
        return (double) found / (queries * K);
    }

    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            names = {"HAMMING", "JACCARD"})
    void search_bits_findsNearlyAllInAnEighthOfAByteEach(DistanceMetric metric) {
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        Patterns patterns = new Patterns();
        List<float[]> vectors = patterns.fill(index, COUNT);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(recall(index, vectors, patterns)).isGreaterThanOrEqualTo(0.95);
        assertThat(index.vector(77)).isEqualTo(vectors.get(77));
        assertThat(index.holds(77, vectors.get(77))).isTrue();
        assertThat(index.holds(77, vectors.get(78))).isFalse();
        // Blocks are made a whole at a time.
        assertThat(index.heapBytes()).isLessThan((1 << 14) * (DIMENSIONS / 8 + 16 + 200L));
    }

    /** The same bits on the heap, from a snapshot, and in a mapped file that is opened again. */
    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            names = {"HAMMING", "JACCARD"})
    void read_afterWrite_givesTheSameBits(DistanceMetric metric) throws IOException {
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        Patterns patterns = new Patterns();
        List<float[]> vectors = patterns.fill(index, 1_000);
        Path graph = directory.resolve("graph");
        GraphSnapshot.write(index, graph, 5);
        assertThat(Files.size(graph)).isLessThan(1_000 * (DIMENSIONS / 8 + 16 + 200L));
        Path rows = directory.resolve("rows");
        index.home().stage(Optional.of(rows));
        index.home().move();
        Path mappedGraph = directory.resolve("mapped-graph");
        GraphSnapshot.write(index, mappedGraph, 6);
        index.home().sync();
        List<VectorIndex> again = List.of(
                GraphSnapshot.read(graph, DIMENSIONS, metric).index(),
                index,
                GraphSnapshot.read(mappedGraph, DIMENSIONS, metric, Optional.of(new RowFile(rows, RowFile.Use.READ)))
                        .index());
        float[] query = patterns.next();
        Neighbors expected = again.get(0).search(query, Reach.nearest(K, 64), null);
        for (VectorIndex each : again) {
            each.forEach(ordinal -> assertThat(each.vector(ordinal)).isEqualTo(vectors.get(ordinal)));
            Neighbors found = each.search(query, Reach.nearest(K, 64), null);
            for (int i = 0; i < K; i++) {
                assertThat(found.ordinal(i)).isEqualTo(expected.ordinal(i));
                assertThat(found.distance(i)).isEqualTo(expected.distance(i));
            }
            each.home().close();
        }
    }

    @Test
    void remove_churn_keepsRecallAndReachability() {
        VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.HAMMING, GraphShape.DEFAULT);
        Patterns patterns = new Patterns();
        List<float[]> vectors = patterns.fill(index, 2_000);
        for (int i = 0; i < 2_000; i++) {
            index.remove(i);
            index.settle();
            int ordinal = index.reserve();
            assertThat(ordinal).isEqualTo(i);
            vectors.set(i, patterns.next());
            index.put(ordinal, vectors.get(i));
            index.link(ordinal);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(recall(index, vectors, patterns)).isGreaterThanOrEqualTo(0.95);
    }
}
