package io.vexfs.core.internal.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VexfsException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final int ROWS = 37;

    static IntStream dimensions() {
        return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(100, 384, 784, 1536));
    }

    @Test
    void active_vectorApiPresent_isSimd() {
        assertThat(Kernels.active().description()).startsWith("SIMD, ");
        assertThat(Kernels.simd()).isPresent();
        assertThat(Kernels.scalar().description()).isEqualTo("scalar");
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void pair_anyLength_twinsAgreeWithDoubles(int dimensions) {
        Random random = new Random(dimensions);
        float[] a = floats(random, dimensions + 3);
        float[] b = floats(random, dimensions + 5);
        double dot = 0;
        double squared = 0;
        for (int i = 0; i < dimensions; i++) {
            dot += (double) a[3 + i] * b[5 + i];
            squared += ((double) a[3 + i] - b[5 + i]) * ((double) a[3 + i] - b[5 + i]);
        }
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
            assertThat((double) kernels.dot(a, 3, b, 5, dimensions)).isCloseTo(dot, within(1e-5 * dimensions));
            assertThat((double) kernels.squaredDistance(a, 3, b, 5, dimensions))
                    .isCloseTo(squared, within(1e-5 * dimensions));
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void largest_whereverItIs_isFoundByBothTwins(int dimensions) {
        float[] a = floats(new Random(dimensions), dimensions + 3);
        a[2] = 1e9f;
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
            for (int i = 0; i < dimensions; i++) {
                float before = a[3 + i];
                for (float value : new float[] {-20 - i, 20 + i, Float.NEGATIVE_INFINITY, Float.NaN}) {
                    a[3 + i] = value;
                    assertThat(kernels.largest(a, 3, dimensions))
                            .as("at %d", i)
                            .isEqualTo(Float.valueOf(Math.abs(value)));
                }
                a[3 + i] = before;
            }
            assertThat(kernels.largest(a, 3, 0)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void bulk_anyCount_twinsAgreeWithPairs(int dimensions) {
        Random random = new Random(dimensions);
        int stride = Rows.stride(dimensions);
        Rows rows = rows(random, dimensions);
        float[] query = new float[stride + 7];
        System.arraycopy(floats(random, dimensions), 0, query, 7, dimensions);
        int[] ordinals = random.ints(ROWS, 0, ROWS).toArray();
        for (int count = 0; count <= ROWS; count++) {
            for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
                float[] dots = new float[count + Kernels.SCORES_SLACK];
                float[] squared = new float[count + Kernels.SCORES_SLACK];
                kernels.dots(query, 7, rows, ordinals, count, dots);
                kernels.squaredDistances(query, 7, rows, ordinals, count, squared);
                for (int i = 0; i < count; i++) {
                    float[] block = rows.block(ordinals[i]);
                    int offset = rows.offset(ordinals[i]);
                    assertThat(dots[i])
                            .isCloseTo(
                                    Kernels.scalar().dot(query, 7, block, offset, dimensions),
                                    within(1e-5f * dimensions));
                    assertThat(squared[i])
                            .isCloseTo(
                                    Kernels.scalar().squaredDistance(query, 7, block, offset, dimensions),
                                    within(1e-5f * dimensions));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void bulk_absolute_twinsAgreeWithDoubles(int dimensions) {
        Random random = new Random(dimensions);
        int stride = Rows.stride(dimensions);
        Rows rows = rows(random, dimensions);
        float[] query = new float[stride + 7];
        System.arraycopy(floats(random, dimensions), 0, query, 7, dimensions);
        int[] ordinals = random.ints(ROWS, 0, ROWS).toArray();
        for (int count = 0; count <= ROWS; count++) {
            for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
                float[] absolute = new float[count + Kernels.SCORES_SLACK];
                kernels.absoluteDistances(query, 7, rows, ordinals, count, absolute);
                for (int i = 0; i < count; i++) {
                    double sum = 0;
                    for (int at = 0; at < dimensions; at++) {
                        float x = rows.block(ordinals[i])[rows.offset(ordinals[i]) + at];
                        sum += Math.abs((double) x - query[7 + at]);
                    }
                    assertThat((double) absolute[i]).isCloseTo(sum, within(1e-5 * dimensions));
                }
            }
        }
    }

    @Test
    void touch_longRows_readsTheBeginningOfEach() {
        Rows rows = rows(new Random(5), Rows.TOUCHED_MIN);
        int[] ordinals = {3, 36, 0, 17};
        int beginnings = 0;
        for (int i = 0; i < 3; i++) {
            beginnings += Float.floatToRawIntBits(rows.block(ordinals[i])[rows.offset(ordinals[i])]);
        }
        assertThat(rows.touch(ordinals, 3)).isEqualTo(beginnings).isNotZero();
        assertThat(rows(new Random(5), Rows.TOUCHED_MIN - 16).touch(ordinals, 3))
                .isZero();
    }

    @Test
    void distance_eachMetric_isThatOfTheContract() {
        float[] a = {3, 4};
        float[] b = {4, 3};
        assertThat(distance(DistanceMetric.L2, a, b)).isCloseTo((float) Math.sqrt(2), within(1e-6f));
        assertThat(distance(DistanceMetric.COSINE, a, b)).isCloseTo(1 - 24 / 25f, within(1e-6f));
        assertThat(distance(DistanceMetric.DOT, a, b)).isEqualTo(-24f);
        assertThat(distance(DistanceMetric.L1, a, b)).isEqualTo(2f);
        float[] bits = {1, 1, 0, 1};
        float[] others = {1, 0, 1, 1};
        assertThat(distance(DistanceMetric.HAMMING, bits, others)).isEqualTo(2f);
        assertThat(distance(DistanceMetric.JACCARD, bits, others)).isEqualTo(0.5f);
        assertThat(distance(DistanceMetric.JACCARD, new float[4], new float[4])).isZero();
    }

    @Test
    void prepare_vectorsThatAreNone_areRefusedByName() {
        float[] row = new float[16];
        MetricKernel cosine = new MetricKernel(DistanceMetric.COSINE, Kernels.active());
        assertThatThrownBy(() -> cosine.prepare(new float[] {1, Float.NaN}, row, 0, 16))
                .isInstanceOf(VexfsException.class)
                .hasMessage("invalid vector: component 1 expected finite, was NaN");
        assertThatThrownBy(() -> cosine.prepare(new float[2], row, 0, 16))
                .isInstanceOf(VexfsException.class)
                .hasMessage("invalid vector: expected a direction (cosine), was all zeros");
    }

    @Test
    void prepare_hugeAndTinyVectorsUnderCosine_haveLengthOne() {
        MetricKernel cosine = new MetricKernel(DistanceMetric.COSINE, Kernels.active());
        for (float scale : new float[] {1e38f, 1e-40f}) {
            float[] row = new float[16];
            cosine.prepare(new float[] {scale, scale}, row, 0, 16);
            assertThat(Kernels.scalar().dot(row, 0, row, 0, 16)).isCloseTo(1, within(1e-5f));
        }
    }

    private static float distance(DistanceMetric metric, float[] a, float[] b) {
        MetricKernel kernel = new MetricKernel(metric, Kernels.active());
        float[] query = new float[16];
        float[] block = new float[16];
        kernel.prepare(a, query, 0, 16);
        kernel.prepare(b, block, 0, 16);
        float[] scores = new float[1 + Kernels.SCORES_SLACK];
        kernel.scores(query, 0, new Rows(new float[][] {block}, 0, 16), new int[] {0}, 1, scores);
        return kernel.distance(scores[0]);
    }

    private static Rows rows(Random random, int dimensions) {
        int stride = Rows.stride(dimensions);
        float[][] blocks = new float[(ROWS + 7) / 8][8 * stride];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(floats(random, dimensions), 0, blocks[row / 8], row % 8 * stride, dimensions);
        }
        return new Rows(blocks, 3, stride);
    }

    private static float[] floats(Random random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}
