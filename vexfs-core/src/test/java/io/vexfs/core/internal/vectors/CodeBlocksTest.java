package io.vexfs.core.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.CodeWidth;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodeBlocksTest {
    private static final int ROWS = 300;
    private static final int SCORED = 20;
    private static final int OFFSET = 16;

    static Stream<Arguments> shapes() {
        return IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 31, 64, 65, 100, 129, 784)
                .boxed()
                .flatMap(dimensions -> Stream.of(CodeWidth.values())
                        .flatMap(width -> Stream.of(DistanceMetric.L2, DistanceMetric.DOT)
                                .map(metric -> Arguments.of(metric, width, dimensions))));
    }

    /** What a score leaves out is the same for all rows; so the differences between rows are compared. */
    @ParameterizedTest
    @MethodSource("shapes")
    void scores_anyShape_differAsTheDistancesDo(DistanceMetric metric, CodeWidth width, int dimensions) {
        Random random = new Random(dimensions);
        int stride = Rows.stride(dimensions);
        float[] block = new float[stride * 512];
        for (int i = 0; i < ROWS * stride; i++) {
            block[i] = i % stride < dimensions ? 5 + random.nextFloat() : 0;
        }
        int[] ordinals = IntStream.range(0, ROWS).toArray();
        Rows rows = new Rows(new float[][] {block}, 9, stride);
        Kernels kernels = Kernels.active();
        CodeBlocks codes =
                new CodeBlocks(Quantizer.learn(width, metric, rows, dimensions, ordinals), kernels, dimensions);
        for (int row = 0; row < SCORED; row++) {
            codes.write(row, Arrays.copyOfRange(block, row * stride, row * stride + stride));
        }
        float[] query = new float[OFFSET + stride];
        for (int i = 0; i < dimensions; i++) {
            query[OFFSET + i] = 5 + random.nextFloat();
        }
        short[] weights = new short[codes.weightsLength()];
        Arrays.fill(weights, (short) -1);
        float[] products = new float[CodeBlocks.productsLength(dimensions)];
        Arrays.fill(products, Float.NaN);
        float unit = codes.weights(query, OFFSET, products, weights);
        float[] scores = new float[SCORED];
        codes.scores(weights, unit, ordinals, SCORED, new int[SCORED + Kernels.SCORES_SLACK], scores);
        float[] exact = new float[SCORED + Kernels.SCORES_SLACK];
        if (metric == DistanceMetric.DOT) {
            kernels.dots(query, OFFSET, rows, ordinals, SCORED, exact);
            for (int i = 0; i < SCORED; i++) {
                exact[i] = -exact[i];
            }
        } else {
            kernels.squaredDistances(query, OFFSET, rows, ordinals, SCORED, exact);
        }
        // A step of each code, and one of each weight.
        double error = Math.sqrt(dimensions) * (2.0 / width.codeMax() + 2.0 / width.weightMax());
        for (int row = 1; row < SCORED; row++) {
            assertThat(scores[row] - scores[0]).as("row %d", row).isCloseTo(exact[row] - exact[0], within((float)
                    error));
        }
    }
}
