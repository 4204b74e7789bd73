package io.vexfs.testkit.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> texts(Axis axis) {
        return axis.ticks().stream().map(axis::text).toList();
    }

    @Test
    void within_anyRange_hasRoundTicksInside() {
        assertThat(texts(Axis.within(0.8734, 0.9981))).containsExactly("0.9", "0.95");
        assertThat(texts(Axis.within(10, 256))).containsExactly("50", "100", "150", "200", "250");
        assertThat(Axis.within(3, 3).part(3)).isZero();
    }

    @Test
    void from0_anyRange_endsAboveTheLargest() {
        assertThat(texts(Axis.from0(900, 4_321))).containsExactly("0", "1000", "2000", "3000", "4000", "5000");
        assertThat(texts(Axis.from0(-3, 1))).startsWith("-3").endsWith("1");
        assertThat(texts(Axis.from0(0, 0)).get(0)).isEqualTo("0");
    }

    @Test
    void logarithmic_anyRange_goesFromRoundToRound() {
        Axis few = Axis.logarithmic(30, 700);
        assertThat(texts(few)).containsExactly("20", "50", "100", "200", "500", "1000");
        assertThat(texts(Axis.logarithmic(0.5, 2e5)))
                .containsExactly("0.1", "1", "10", "100", "1000", "10000", "100000", "1000000");
        assertThat(few.part(20)).isZero();
        assertThat(few.part(1_000)).isEqualTo(1);
    }

    @Test
    void percentiles_areWrittenAsSuch() {
        assertThat(texts(Axis.percentiles(0.3, 4.2))).containsExactly("90", "99", "99.9", "99.99");
    }
}
