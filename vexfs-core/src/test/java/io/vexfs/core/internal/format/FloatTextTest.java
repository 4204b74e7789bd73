package io.vexfs.core.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTextTest {
    private static float parse(String text) {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.US_ASCII);
        return FloatText.parse(bytes, 1, bytes.length - 1);
    }

    private static void assertExact(String text) {
        assertThat(parse(text)).as(text).isEqualTo(Float.parseFloat(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "1",
                "1.",
                ".5",
                "+3",
                "00012.50",
                "1e38",
                "3.4028235e38",
                "3.4028236e38",
                "1e39",
                "1.4e-45",
                "7e-46",
                "1e-400",
                "1e400",
                "1e999999999999",
                "0e999999999999",
                "16777217",
                "33554433",
                "8388608.5",
                "8388609.5",
                "1.17549435e-38",
                "1.1754942e-38",
                "0.000000000000000000000000000001",
                "123456789012345678901234567890",
                "0.1234567890123456789012345678901234567890"
            })
    void parse_knownHardNumbers_isAsTheJdk(String text) {
        assertExact(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+", ".", "e5", "1e", "1e+", "1e1.5", "1f", "0x1", "1_0", "--1", "1 ", "NaN", "1.2.3"})
    void parse_noNumber_isNaN(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void parse_randomNumbers_isAsTheJdk() {
        Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertExact(Float.toString(value));
                assertExact(Double.toString(value * (1 + random.nextGaussian() * 1e-9)));
            }
            assertExact(Double.toString(random.nextGaussian()));
        }
    }

    @Test
    void parse_atAndBesideTheMiddleOfTwoFloats_isAsTheJdk() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            float low = random.nextFloat() * (random.nextBoolean() ? 1e6f : 1e-6f) + 1e-12f;
            double middle = ((double) low + Math.nextUp(low)) / 2;
            assertExact(new BigDecimal(middle).toPlainString());
            assertExact(Double.toString(Math.nextUp(middle)));
            assertExact(Double.toString(Math.nextDown(middle)));
            assertExact(new BigDecimal(middle).toPlainString() + "0000001");
        }
    }
}
