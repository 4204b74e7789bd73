package io.vexfs.core.internal.format;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VectorRow;
import io.vexfs.testkit.assertions.VexfsCallAssert;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class VecFormatTest {
    private final VecFormat format = new VecFormat();

    private List<float[]> vectors(String text) throws IOException {
        return Reading.rows(format, text).stream().map(VectorRow::vector).toList();
    }

    private VexfsCallAssert reading(String text) {
        return assertThatVexfs(() -> Reading.rows(format, text));
    }

    @Test
    void read_everyWayToWriteAVector_isTheSame() throws IOException {
        String text =
                "\uFEFF# header\r\n1 2 3\r\n\r\n 1,2,3 \n[1, 2, 3]\n[[1 2 3]]  # two\n1\t2 ,\t3,\n[1,2,3,]\n+1 2e0 .3e+1";

        List<float[]> vectors = vectors(text);

        assertThat(vectors).hasSize(7).allSatisfy(vector -> assertThat(vector).containsExactly(1, 2, 3));
    }

    @Test
    void read_notANumber_namesLineAndValue() {
        reading("# x\n\n1, abc, 3\n")
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("not a number: expected a float, was 'abc' (a.vec line 3, value 2)");
        reading("1 0x10").withMessage("not a number: expected a float, was '0x10' (a.vec line 1, value 2)");
        reading("1f").withMessage("not a number: expected a float, was '1f' (a.vec line 1, value 1)");
        reading("1,,2").withMessage("not a number: expected a float, was ',' (a.vec line 1, value 2)");
        reading("1],[2").withMessage("not a number: expected a float, was '1]' (a.vec line 1, value 1)");
        reading("x".repeat(100))
                .withMessage("not a number: expected a float, was '" + "x".repeat(32) + "…' (a.vec line 1, value 1)");
    }

    @Test
    void read_notFinite_isRefused() {
        reading("1 NaN")
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("not finite: expected a number that a float can hold, was 'NaN' (a.vec line 1, value 2)");
        reading("-inf 1").withMessageContaining("was '-inf' (a.vec line 1, value 1)");
        reading("1e39").withMessageContaining("not finite", "was '1e39' (a.vec line 1, value 1)");
    }

    @Test
    void read_bracketWithoutPartner_isRefused() {
        reading("[1 2")
                .withMessage(
                        "bracket without its partner: expected ']' at the end of the line (a.vec line 1, value 1)");
    }

    @Test
    void read_onlyComments_isNoVectors() {
        reading("# nothing\n\n")
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("no vectors: expected at least 1 row, was 0 (a.vec)");
    }

    @Test
    void read_rowsOfDifferentLengths_areRefused() {
        reading("1 2 3\n1 2\n")
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessage("dimension mismatch: expected 3 as in the first row, was 2 (a.vec line 2)");
    }

    @Test
    void read_tooManyComponents_isALimit() throws IOException {
        String most = "1 ".repeat(Limits.DIMENSIONS_MAX);

        assertThat(vectors(most).get(0)).hasSize(Limits.DIMENSIONS_MAX);
        reading(most + "1")
                .failsWith(FuseVexfsError.LIMIT_REACHED)
                .withMessage("dimensions: expected at most 65536, was more (a.vec line 1)");
    }

    @Test
    void read_endlessLine_isALimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThatVexfs(() -> format.read(endless, Long.MAX_VALUE, "a.vec", row -> {}))
                .failsWith(FuseVexfsError.LIMIT_REACHED)
                .withMessage("bytes of a line: expected at most 8388608, was more (a.vec line 1)");
    }
}
