package io.vexfs.core.internal.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.data.ExactSearch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits in rows, and the kernels over them. */
class BitRowsTest {
    private static final int ROWS = 29;

    static IntStream dimensions() {
        return IntStream.concat(
                IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.rangeClosed(120, 136)),
                IntStream.of(63, 64, 65, 256, 784, 1_024, 1_537, 65_536));
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void bulk_anyShape_twinsAgreeWithCounting(int dimensions) {
        Random random = new Random(dimensions);
        int stride = Rows.stride(dimensions, DistanceMetric.HAMMING);
        float[][] vectors = new float[ROWS][];
        float[][] blocks = new float[(ROWS + 7) / 8][8 * stride];
        for (int row = 0; row < ROWS; row++) {
            vectors[row] = vector(random, dimensions, row);
            BitRows.pack(vectors[row], blocks[row / 8], row % 8 * stride, stride);
        }
        float[] vector = vector(random, dimensions, 1);
        float[] query = new float[stride + 7];
        BitRows.pack(vector, query, 7, stride);
        int[] ordinals = random.ints(ROWS, 0, ROWS).toArray();
        for (DistanceMetric metric : new DistanceMetric[] {DistanceMetric.HAMMING, DistanceMetric.JACCARD}) {
            double[] expected = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                expected[i] = ExactSearch.distance(metric, vector, vectors[ordinals[i]]);
            }
            for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
                for (int count = 0; count <= ROWS; count++) {
                    float[] scores = new float[count + Kernels.SCORES_SLACK];
                    new MetricKernel(metric, kernels)
                            .scores(query, 7, new Rows(blocks, 3, stride), ordinals, count, scores);
                    for (int i = 0; i < count; i++) {
                        assertThat((double) scores[i]).isCloseTo(expected[i], within(1e-6));
                    }
                }
            }
        }
    }

    /** All ones, all zeros, and what chance makes. */
    private static float[] vector(Random random, int dimensions, int row) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = row == 2 || row > 3 && random.nextBoolean() ? 1 : 0;
        }
        return vector;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 127, 128, 129, 4_000})
    void pack_anyVector_takesABitForEachComponentAndComesBack(int dimensions) {
        float[] vector = vector(new Random(dimensions), dimensions, 9);
        int stride = Rows.stride(dimensions, DistanceMetric.JACCARD);
        assertThat(stride * Float.BYTES).isBetween(dimensions / 8, dimensions / 8 + 16);
        float[] row = new float[stride];
        Arrays.fill(row, 5);
        BitRows.pack(vector, row, 0, stride);
        assertThat(BitRows.unpack(row, dimensions)).isEqualTo(vector);
        for (int bit = dimensions; bit < stride * Float.SIZE; bit++) {
            assertThat(Float.floatToRawIntBits(row[bit / 32]) >>> bit & 1).isZero();
        }
    }

    /** Words that are NaNs as floats, of the kinds that calculating would change. */
    @Test
    void pack_wordsThatAreNans_keepTheirBits() {
        for (int word :
                new int[] {0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff, 0x7fc00000, 0x00000001, 0x80000000}) {
            float[] vector = new float[32];
            for (int i = 0; i < 32; i++) {
                vector[i] = word >>> i & 1;
            }
            float[] row = new float[4];
            BitRows.pack(vector, row, 0, 4);
            assertThat(Float.floatToRawIntBits(row[0])).isEqualTo(word);
            assertThat(BitRows.unpack(row.clone(), 32)).isEqualTo(vector);
        }
    }

    @Test
    void pack_minusZero_isZero() {
        float[] row = new float[4];
        BitRows.pack(new float[] {-0f, 1}, row, 0, 4);
        assertThat(BitRows.unpack(row, 2)).containsExactly(0, 1);
    }
}
