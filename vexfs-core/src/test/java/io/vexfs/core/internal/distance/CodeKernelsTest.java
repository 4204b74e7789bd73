package io.vexfs.core.internal.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodeKernelsTest {
    private static final int ROWS = 37;
    /** Of a line of the processor's caches. */
    private static final int LINE_SHORTS = 32;

    static Stream<Arguments> shapes() {
        int[] dimensions = {1, 2, 3, 5, 63, 64, 65, 100, 127, 128, 129, 384, 784, 1024, 1025, 1536, 4_096};
        return Stream.of(CodeWidth.values())
                .flatMap(width -> java.util.Arrays.stream(dimensions).mapToObj(d -> Arguments.of(width, d)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void codeSums_anyShape_twinsEqualTheirDefinition(CodeWidth width, int dimensions) {
        Random random = new Random(dimensions);
        agree(
                width,
                dimensions,
                random,
                () -> random.nextInt(2 * width.weightMax() + 1) - width.weightMax(),
                () -> random.nextInt(width.codeMax() + 1));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void codeSums_largestCodesAndWeights_doNotOverflow(CodeWidth width, int dimensions) {
        Random random = new Random(dimensions);
        agree(width, dimensions, random, width::weightMax, width::codeMax);
        agree(width, dimensions, random, () -> -width.weightMax(), width::codeMax);
    }

    /** Wherever a line of a processor's cache begins in what a kernel reads of a row; what is read beyond a block fails. */
    @ParameterizedTest
    @MethodSource("shapes")
    void touch_anyShape_readsEachLineAndStaysInTheBlocks(CodeWidth width, int dimensions) {
        CodeRows rows = new CodeRows(width, dimensions, 0).grown(ROWS);
        int[] ordinals = new int[ROWS];
        Arrays.setAll(ordinals, i -> i);
        for (int row = 0; row < ROWS; row++) {
            short[] block = rows.block(row);
            int offset = rows.offset(row);
            for (int line = 0; line == 0 || line + LINE_SHORTS <= rows.plane(); line++) {
                int end = Math.min(line + LINE_SHORTS, rows.plane());
                Arrays.fill(block, offset + line, offset + end, (short) 1);
                assertThat(rows.touch(ordinals, ROWS))
                        .as("row %d, from %d", row, line)
                        .isPositive();
                Arrays.fill(block, offset + line, offset + end, (short) 0);
            }
        }
    }

    private static void agree(CodeWidth width, int dimensions, Random random, Draw weight, Draw code) {
        CodeRows rows = new CodeRows(width, dimensions, 3).grown(ROWS);
        int plane = rows.plane();
        short[] multipliers = new short[plane * width.codesInShort()];
        int[][] codes = new int[ROWS][dimensions];
        int[] weights = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            weights[i] = weight.next();
        }
        for (int i = 0; i < rows.stride() * width.codesInShort(); i++) {
            int before = i % width.codesInShort() == 0 || i > dimensions ? 0 : weights[i - 1];
            multipliers[i % width.codesInShort() * plane + i / width.codesInShort()] =
                    width.multiplier(i < dimensions ? weights[i] : 0, before);
        }
        for (int i = 0; i < dimensions; i++) {
            for (int row = 0; row < ROWS; row++) {
                codes[row][i] = code.next();
                rows.block(row)[rows.offset(row) + i / width.codesInShort()] |=
                        (short) (codes[row][i] << i % width.codesInShort() * width.bits());
            }
        }
        int[] ordinals = random.ints(ROWS, 0, ROWS).toArray();
        for (int count = 0; count <= ROWS; count++) {
            for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.active()}) {
                int[] sums = new int[count + Kernels.SCORES_SLACK];
                kernels.codeSums(multipliers, rows, ordinals, count, sums);
                for (int i = 0; i < count; i++) {
                    int expected = 0;
                    for (int j = 0; j < dimensions; j++) {
                        expected += weights[j] * codes[ordinals[i]][j];
                    }
                    assertThat(sums[i]).as(kernels.description()).isEqualTo(expected);
                }
            }
        }
    }

    private interface Draw {
        int next();
    }
}
