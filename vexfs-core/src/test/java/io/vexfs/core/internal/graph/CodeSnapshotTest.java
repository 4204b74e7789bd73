package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeSnapshotTest {
    private static final int DIMENSIONS = 30;
    private static final int COUNT = 3_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"L2, INT8", "L2, INT4", "COSINE, INT4", "DOT, INT8"})
    void read_quantizedIndex_hasTheSameCodesWithoutLearning(DistanceMetric metric, Quantization quantization)
            throws IOException {
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, new GraphShape(8, 60, 5));
        index.quantize(quantization);
        Clusters clusters = new Clusters(41, DIMENSIONS, 20);
        clusters.fill(index, COUNT);
        float[] far = new float[DIMENSIONS];
        far[3] = 1_000;
        int outlier = index.reserve();
        index.put(outlier, far);
        index.linkPending(1);
        for (int ordinal = 0; ordinal < COUNT; ordinal += 7) {
            index.remove(ordinal);
        }
        index.put(index.reserve(), clusters.next());
        Path file = directory.resolve("graph");
        GraphSnapshot.write(index, file, 7);
        VectorIndex again = GraphSnapshot.read(file, DIMENSIONS, metric).index();

        assertThat(again.quantization()).isEqualTo(quantization);
        assertThat(again.codeBytes()).isPositive();
        NodeCodes.Learnt before = index.codes.current();
        NodeCodes.Learnt after = again.codes.current();
        assertThat(after.blocks().quantizer().parameters())
                .isEqualTo(before.blocks().quantizer().parameters());
        assertThat(after.learnSize()).isEqualTo(before.learnSize());
        assertThat(after.learnOutside()).isEqualTo(before.learnOutside());
        assertThat(after.outliers().contains(outlier))
                .isEqualTo(before.outliers().contains(outlier));
        assertThat(GraphVerifier.verify(again)).isEqualTo(GraphVerifier.verify(index));
        again.quantize(quantization);
        assertThat(again.codes.current()).isSameAs(after);
        for (int q = 0; q < 50; q++) {
            float[] query = clusters.next();
            Neighbors one = index.search(query, Reach.nearest(10, 40), null);
            Neighbors two = again.search(query, Reach.nearest(10, 40), null);
            assertThat(two.nodesVisited()).isEqualTo(one.nodesVisited());
            assertThat(two.size()).isEqualTo(one.size());
            for (int rank = 0; rank < one.size(); rank++) {
                assertThat(two.ordinal(rank)).isEqualTo(one.ordinal(rank));
            }
        }
        again.linkPending(1);
        clusters.fill(again, 500);
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    @Test
    void read_quantizedButNothingLearntYet_learnsWhenThereIsEnough() throws IOException {
        VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, GraphShape.DEFAULT);
        index.quantize(Quantization.INT4);
        Clusters clusters = new Clusters(42, DIMENSIONS, 5);
        clusters.fill(index, 100);
        Path file = directory.resolve("graph");
        GraphSnapshot.write(index, file, 7);
        VectorIndex again =
                GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2).index();
        assertThat(again.quantization()).isEqualTo(Quantization.INT4);
        assertThat(again.codeBytes()).isZero();
        clusters.fill(again, NodeCodes.LEARN_FIRST);
        assertThat(again.codeBytes()).isPositive();
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    @Test
    void write_laterLearning_holdsTheMomentOfCapture() throws IOException {
        VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 60, 5));
        index.quantize(Quantization.INT8);
        Clusters clusters = new Clusters(43, DIMENSIONS, 5);
        clusters.fill(index, 1_000);
        Path file = directory.resolve("graph");
        try (GraphSnapshot snapshot = GraphSnapshot.capture(index, 1)) {
            for (int ordinal = 0; ordinal < 1_000; ordinal += 2) {
                index.remove(ordinal);
            }
            clusters.fill(index, 4_000);
            index.quantize(Quantization.INT4);
            snapshot.write(file);
        }
        VectorIndex again =
                GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2).index();
        assertThat(again.quantization()).isEqualTo(Quantization.INT8);
        assertThat(again.size()).isEqualTo(1_000);
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    @Test
    void read_flippedByteOfCodes_isFound() throws IOException {
        VectorIndex index = new VectorIndex(3, DistanceMetric.L2, new GraphShape(2, 4, 6));
        new Clusters(44, 3, 2).fill(index, NodeCodes.LEARN_FIRST);
        index.quantize(Quantization.INT4);
        Path file = directory.resolve("graph");
        GraphSnapshot.write(index, file, 9);
        byte[] good = Files.readAllBytes(file);
        int codes = NodeCodes.LEARN_FIRST * 4 * Short.BYTES + 4;
        int outliers = NodeCodes.LEARN_FIRST / 8 + 4;
        int rule = 2 * 4 + 7 * 4 + 4;
        for (int back = 1; back <= codes + outliers + rule; back += back < codes ? 5 : 1) {
            byte[] bad = good.clone();
            bad[bad.length - back] ^= 4;
            Files.write(file, bad);
            assertThatThrownBy(() -> GraphSnapshot.read(file, 3, DistanceMetric.L2))
                    .as("%d bytes before the end", back)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining(back <= codes ? "codes" : back <= codes + outliers ? "outliers" : "rule");
        }
    }
}
