package io.vexfs.testkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.testkit.data.ExactSearch.Neighbor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {
    @Test
    void distance_byHand_isRight() {
        float[] a = {1, 2};
        float[] b = {4, 6};
        assertThat(ExactSearch.distance(DistanceMetric.L2, a, b)).isEqualTo(5);
        assertThat(ExactSearch.distance(DistanceMetric.DOT, a, b)).isEqualTo(-16);
        assertThat(ExactSearch.distance(DistanceMetric.COSINE, a, b))
                .isCloseTo(1 - 16 / Math.sqrt(5 * 52), within(1e-12));
        assertThatThrownBy(() -> ExactSearch.distance(DistanceMetric.L2, a, new float[3]))
                .hasMessage("dimension mismatch: expected 2, was 3");
    }

    @Test
    void nearest_ties_takeTheLowerRow() {
        List<float[]> vectors = List.of(new float[] {2}, new float[] {1}, new float[] {1}, new float[] {0});

        assertThat(ExactSearch.nearest(DistanceMetric.L2, vectors, new float[] {1}, 3))
                .containsExactly(new Neighbor(1, 0), new Neighbor(2, 0), new Neighbor(0, 1));
    }

    @Test
    void nearestOfAll_manyQueries_isNearestOfEach() {
        List<float[]> vectors = TestVectors.uniform(200, 4, 1);
        List<float[]> queries = TestVectors.uniform(9, 4, 2);

        List<List<Neighbor>> all = ExactSearch.nearestOfAll(DistanceMetric.COSINE, vectors, queries, 5);

        for (int i = 0; i < queries.size(); i++) {
            assertThat(all.get(i)).isEqualTo(ExactSearch.nearest(DistanceMetric.COSINE, vectors, queries.get(i), 5));
        }
    }

    @Test
    void recall_halfFound_isHalf() {
        assertThat(Recall.ofIds(List.of("a", "x"), List.of("a", "b"))).isEqualTo(0.5);
        List<Hit> found = List.of(new Hit("a", "a", 1, Metadata.empty()), new Hit("x", "x", 3, Metadata.empty()));
        assertThat(Recall.ofDistances(found, List.of(new Neighbor(0, 1), new Neighbor(1, 2))))
                .isEqualTo(0.5);
        assertThat(Recall.ofDistances(List.of(), List.of())).isEqualTo(1);
    }

    @Test
    void testVectors_sameSeed_areTheSame() {
        assertThat(TestVectors.clustered(20, 3, 2, 5).get(19))
                .isEqualTo(TestVectors.clustered(20, 3, 2, 5).get(19));
        assertThat(TestVectors.nearDuplicates(4, 3, 5).get(1))
                .isNotEqualTo(TestVectors.nearDuplicates(4, 3, 5).get(0));
        assertThat(TestVectors.duplicates(4, 3, 2, 5).get(2))
                .isEqualTo(TestVectors.duplicates(4, 3, 2, 5).get(0));
    }

    @Test
    void fvecsFile_goodAndTruncated_isReadOrRefused(@TempDir Path directory) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(2).putFloat(1).putFloat(2).putInt(2).putFloat(3).putFloat(4);
        Path file = Files.write(directory.resolve("a.fvecs"), bytes.array());

        assertThat(FvecsFile.vectors(file, 10)).hasSize(2);
        assertThat(FvecsFile.vectors(file, 1).get(0)).containsExactly(1, 2);

        Files.write(file, Arrays.copyOf(bytes.array(), 20));
        assertThatThrownBy(() -> FvecsFile.vectors(file, 10)).hasMessage(file + " offset 12: expected 8 bytes, was 4");
    }
}
