package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceThresholdsTest {
    @ParameterizedTest
    @CsvSource({
        "STORE, 100000000",
        "SEARCH, 50000000",
        "SYNC, 200000000",
        "OPERATION, 10000000",
        "ERROR_RATE, 0.01",
        "MEMORY, 67108864",
        "STACK, 6144"
    })
    void limit_byDefault_isTheMissions(Budget budget, double limit) {
        assertThat(PerformanceThresholds.DEFAULT.limit(budget)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "store=1s, STORE, 1e9",
        "search=250us, SEARCH, 250e3",
        "operation=1.5ms, OPERATION, 1.5e6",
        "error-rate=0.5, ERROR_RATE, 0.5",
        "memory=2g, MEMORY, 2147483648",
        "stack=8K, STACK, 8192"
    })
    void with_text_setsThatLimitAlone(String text, Budget budget, double limit) {
        PerformanceThresholds changed = PerformanceThresholds.DEFAULT.with(text);
        for (Budget each : Budget.values()) {
            assertThat(changed.limit(each))
                    .isEqualTo(each == budget ? limit : PerformanceThresholds.DEFAULT.limit(each));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store",
                "store=",
                "store=100",
                "store=0ms",
                "store=-1ms",
                "store=2000000s",
                "store=NaNms",
                "search=fast",
                "error-rate=2",
                "error-rate=1ms",
                "memory=64q",
                "stack=lots",
                "speed=1ms",
                ""
            })
    void with_nonsense_namesBothSides(String text) {
        assertThatThrownBy(() -> PerformanceThresholds.DEFAULT.with(text))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.INVALID_ARGUMENT))
                .hasMessageContaining("expected")
                .hasMessageContaining("was");
    }

    @Test
    void trouble_ofEveryError_isWhatIsNobodysMistake() {
        assertThat(Readings.trouble(FuseVexfsError.CORRUPT.errno())).isTrue();
        assertThat(Readings.trouble(FuseVexfsError.NO_SPACE.errno())).isTrue();
        assertThat(Readings.trouble(FuseVexfsError.STACK_OVERFLOW.errno())).isTrue();
        assertThat(Readings.trouble(FuseVexfsError.VECTOR_NOT_FOUND.errno())).isFalse();
        assertThat(Readings.trouble(FuseVexfsError.INVALID_QUERY.errno())).isFalse();
    }
}
