package io.vexfs.testkit.bench.dataset;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.TestVectors;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers of packages, and the truth about what they hold. */
class DatasetTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"L2", "COSINE", "DOT"})
    void truth_metricOfProducts_isWhatExactSearchFinds(DistanceMetric metric) {
        // Neither the dimensions nor the counts fill a block; some vectors are there many times.
        List<float[]> base = TestVectors.duplicates(517, 7, 400, 1);
        requireTruth(metric, base, TestVectors.uniform(45, 7, 2));
    }

    @Test
    void truth_metricWithoutProducts_isRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ExactTruth(DistanceMetric.L1, List.of(new float[] {1})))
                .withMessage("metric: expected l2, cosine or dot, was l1");
    }

    @Test
    void truth_vectorsThatFloatCannotTellApart_isExact() {
        List<float[]> base = TestVectors.nearDuplicates(400, 5, 3);
        base.forEach(vector -> vector[0] += 1e4f);

        requireTruth(DistanceMetric.L2, base, base.subList(0, 20));
    }

    private static void requireTruth(DistanceMetric metric, List<float[]> base, List<float[]> queries) {
        List<int[]> found = new ExactTruth(metric, base).neighbors(queries, 10, Progress.NONE);

        assertThat(found).hasSameSizeAs(queries);
        for (int i = 0; i < queries.size(); i++) {
            assertThat(found.get(i))
                    .containsExactly(ExactSearch.nearest(metric, base, queries.get(i), 10).stream()
                            .mapToInt(ExactSearch.Neighbor::row)
                            .toArray());
        }
    }

    @Test
    void images_ofAnIdxFile_areTheirPixels() throws IOException {
        Path file = idx(0x803, 2, 1, 3, new byte[] {0, 1, (byte) 255, 7, 8, 9});

        assertThat(FashionMnist.images(file)).containsExactly(new float[] {0, 1, 255}, new float[] {7, 8, 9});
    }

    @Test
    void images_fileOfLabels_isRefused() throws IOException {
        Path file = idx(0x801, 2, 1, 3, new byte[6]);

        assertThatVexfs(() -> FashionMnist.images(file))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage(file + ": expected an IDX file of images, was magic 2049, 2 images of 3 pixels");
    }

    private Path idx(int magic, int count, int rows, int columns, byte[] pixels) throws IOException {
        Path file = directory.resolve("images.gz");
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int number : new int[] {magic, count, rows, columns}) {
                out.writeInt(number);
            }
            out.write(pixels);
        }
        return file;
    }

    @Test
    void words_ofTheJson_leaveOutZeroVectorsAndExtras() throws IOException {
        Path file = directory.resolve("words.json");
        Files.writeString(file, """
                {"precision":8,"size":3,"dimensions":2,"words":["a","b","c"],
                 "vectors":{"a":[1,-0.5,1.1,0],"b":[0,0,0,1],"c":[2e-1,3,3.0,2]},"more":1}
                """);

        assertThat(GloveWords.words(file, Progress.NONE))
                .containsExactly(new float[] {1, -0.5f}, new float[] {0.2f, 3});
    }

    @Test
    void words_shortVectorOrNone_isRefused() throws IOException {
        Path file = directory.resolve("words.json");
        Files.writeString(file, "{\"dimensions\":3,\"vectors\":{\"a\":[1,2]}}");
        assertThatVexfs(() -> GloveWords.words(file, Progress.NONE))
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessage("dimension mismatch: expected 3, was 2 (" + file + " word 0)");

        Files.writeString(file, "{\"dimensions\":3}");
        assertThatVexfs(() -> GloveWords.words(file, Progress.NONE))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage(file + ": expected a field 'vectors', was none");
    }

    @Test
    void make_directoryOfAnother_isRefused() throws IOException {
        new DatasetCard("glove", DistanceMetric.COSINE, "npm").write(directory.resolve(DatasetCard.FILE));

        assertThat(Dataset.GLOVE.make(directory, Progress.NONE).source()).isEqualTo("npm");
        assertThatVexfs(() -> Dataset.FASHION_MNIST.make(directory, Progress.NONE))
                .failsWith(FuseVexfsError.ALREADY_EXISTS)
                .withMessage(directory + ": expected an empty directory or one with fashion-mnist, was one with glove");
    }
}
