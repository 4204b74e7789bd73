package io.vexfs.core.internal.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchKernelsTest {
    private static final int ROWS = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 33, 128})
    void sketchDistances_anyCount_twinsEqualTheirDefinition(int count) {
        Random random = new Random(count);
        agree(count, random, () -> random.nextInt(SketchRows.CODE_MAX + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void sketchDistances_farthestRows_doNotOverflow(int count) {
        Random random = new Random(count);
        agree(count, random, () -> random.nextBoolean() ? SketchRows.CODE_MAX : 0);
    }

    private static void agree(int count, Random random, IntSupplier code) {
        SketchRows rows = new SketchRows().grown(3).grown(ROWS);
        assertThat(rows.capacity()).isGreaterThanOrEqualTo(ROWS);
        short[] query = drawn(code);
        int[] ordinals = new int[count];
        int[] expected = new int[count];
        for (int i = 0; i < count; i++) {
            ordinals[i] = i == 0 ? ROWS - 1 : random.nextInt(ROWS - 1);
            short[] row = drawn(code);
            rows.write(ordinals[i], row);
            assertThat(rows.last(ordinals[i])).isEqualTo(row[SketchRows.COMPONENTS - 1]);
            assertThat(rows.holdsPlaces(ordinals[i], row)).isTrue();
            int changed = i % (row.length - 1);
            row[changed] = (short) (row[changed] < 2 ? row[changed] + 2 : row[changed] - 2);
            assertThat(rows.holdsPlaces(ordinals[i], row)).isFalse();
        }
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < SketchRows.COMPONENTS; j++) {
                int both = rows.block(ordinals[i])[rows.offset(ordinals[i]) + j % SketchRows.SHORTS];
                int difference = (j < SketchRows.SHORTS ? both & 0xff : both >> 8) - query[j];
                expected[i] += difference * difference;
            }
        }
        int[] scalar = new int[count + Kernels.SCORES_SLACK];
        Kernels.scalar().sketchDistances(query, rows, ordinals, count, scalar);
        assertThat(scalar).startsWith(expected);
        int[] simd = new int[count + Kernels.SCORES_SLACK];
        Kernels.simd().orElseThrow().sketchDistances(query, rows, ordinals, count, simd);
        assertThat(simd).startsWith(expected);
    }

    private static short[] drawn(IntSupplier code) {
        short[] codes = new short[SketchRows.COMPONENTS];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) code.getAsInt();
        }
        return codes;
    }
}
