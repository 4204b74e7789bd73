package io.vexfs.testkit.bench;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs together and what does not, and how answers are judged. */
class AnnDataTest {
    private final List<float[]> base = new ArrayList<>(TestVectors.uniform(20, 3, 1));
    private final List<float[]> queries = new ArrayList<>(TestVectors.uniform(2, 3, 2));
    private final List<int[]> truth = new ArrayList<>(List.of(rows(0), rows(5)));

    /** Ten row numbers from {@code first} on. */
    private static int[] rows(int first) {
        return IntStream.range(first, first + AnnData.K).toArray();
    }

    private AnnData data(DistanceMetric metric) {
        return new AnnData(metric, base, queries, truth);
    }

    @Test
    void data_queryOfOtherDimensions_isRefused() {
        queries.set(1, new float[4]);

        assertThatVexfs(() -> data(DistanceMetric.L2))
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessage("dimension mismatch: expected 3, was 4 (query row 1)");
    }

    @Test
    void data_numberThatIsNotFinite_isRefused() {
        base.get(4)[1] = Float.NaN;

        assertThatVexfs(() -> data(DistanceMetric.L2))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("base row 4: expected finite numbers");
    }

    @Test
    void data_zeroVector_isRefusedUnderCosineOnly() {
        base.set(7, new float[3]);

        assertThatVexfs(() -> data(DistanceMetric.COSINE))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("base row 7: expected a direction for the metric cosine, was the zero vector");
        assertThat(data(DistanceMetric.DOT).dimensions()).isEqualTo(3);
    }

    @Test
    void data_truthOfOtherLength_isRefused() {
        truth.remove(1);

        assertThatVexfs(() -> data(DistanceMetric.L2))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage("truth: expected 2 rows, one a query, was 1");
    }

    @Test
    void data_truthTooNarrowOrOutOfRange_isRefused() {
        truth.set(1, new int[9]);
        assertThatVexfs(() -> data(DistanceMetric.L2))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage("truth row 1: expected 10 neighbours or more, was 9");

        truth.set(1, rows(11));
        assertThatVexfs(() -> data(DistanceMetric.L2))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage("truth row 1 column 9: expected a row of the base, 0 to 19, was 20");
    }

    @Test
    void data_tooFewVectors_isRefused() {
        assertThatVexfs(() -> new AnnData(DistanceMetric.L2, base.subList(0, 9), queries, truth))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage("base: expected 10 vectors or more, was 9");
    }

    @Test
    void files_namesOfDataSets_areFound(@TempDir Path directory) throws IOException {
        AnnFiles written = GeneratedFiles.write(directory, DistanceMetric.L2, 30);

        assertThat(AnnFiles.in(directory)).isEqualTo(written);

        Files.copy(written.base(), directory.resolve("base.fvecs"));
        assertThatVexfs(() -> AnnFiles.in(directory))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage(directory + ": expected one file named *base.fvecs, was [base.fvecs, small_base.fvecs]");
    }

    @Test
    void recall_rowsNamedTwiceOrMissing_countNothing() {
        base.clear();
        for (int row = 0; row < 20; row++) {
            base.add(new float[] {row, 0, 0});
        }
        queries.set(0, new float[] {0, 0, 0});
        queries.set(1, new float[] {19, 0, 0});
        truth.set(1, new int[] {19, 18, 17, 16, 15, 14, 13, 12, 11, 10});
        RecallMeter meter = new RecallMeter(data(DistanceMetric.L2));
        int[] found = IntStream.concat(IntStream.range(0, 10), IntStream.range(10, 20))
                .toArray();

        assertThat(meter.recall(found)).isEqualTo(1);

        found[1] = 0;
        found[2] = -1;
        found[19] = 5;
        found[18] = 99;
        assertThat(meter.recall(found)).isEqualTo(0.8, within(1e-12));
        assertThatThrownBy(() -> meter.recall(new int[3])).hasMessage("answers: expected 20 row numbers, was 3");
    }

    @Test
    void recall_rowAsNearAsTheLastTrueOne_counts() {
        List<float[]> line = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            line.add(new float[] {Math.min(row, 9), 0, 0});
        }
        RecallMeter meter =
                new RecallMeter(new AnnData(DistanceMetric.L2, line, List.of(new float[] {0, 0, 0}), List.of(rows(0))));

        assertThat(meter.recall(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 19})).isEqualTo(1);
    }

    @Test
    void median_oddAndEven_isTheMiddle() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThatThrownBy(() -> Median.of(List.of())).hasMessage("median: expected one number or more, was none");
    }
}
