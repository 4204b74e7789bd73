package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTextTest {
    private static void assertRoundTrip(byte[] name) {
        String text = PathText.of(name);
        assertThat(PathText.bytes(text)).as(text).isEqualTo(name);
        assertThat(PathText.of(PathText.bytes(text))).isEqualTo(text);
    }

    @Test
    void of_everyPairOfBytes_comesBackAndIsOneToOne() {
        Set<String> texts = new HashSet<>();
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                byte[] name = {(byte) first, (byte) second};
                String text = PathText.of(name);
                if (!Arrays.equals(PathText.bytes(text), name) || !texts.add(text)) {
                    assertThat(PathText.bytes(text))
                            .as("%d %d as %s", first, second, text)
                            .isEqualTo(name);
                    assertThat(texts).as("%d %d", first, second).doesNotContain(text);
                }
            }
        }
        assertThat(texts).hasSize(65_536);
    }

    @Test
    void of_randomBytes_comesBack() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[random.nextInt(12)];
            random.nextBytes(name);
            assertRoundTrip(name);
        }
    }

    @Test
    void of_wellFormedText_staysReadable() {
        for (String name : new String[] {"", "/", "/docs/ü n.vec", "日本", "😀", "a=b,c"}) {
            assertThat(PathText.of(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
        }
    }

    @Test
    void of_notUtf8_isEscapedByteByByte() {
        assertThat(PathText.of(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a%FFb");
        assertThat(PathText.of(new byte[] {(byte) 0xe6, (byte) 0x97})).isEqualTo("%E6%97");
        assertThat(PathText.of(new byte[] {(byte) 0xc0, (byte) 0xaf})).isEqualTo("%C0%AF");
        assertThat(PathText.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isEqualTo("%ED%A0%80");
        assertThat(PathText.of("100%#1\n\u007f".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("100%25%231%0A%7F");
    }

    @ParameterizedTest
    @CsvSource({"100%,100%25", "%,%25", "%g1,%25g1", "%1,%251", "a%zz%41,a%25zzA", "%%41,%25A", "%+1,%25+1"})
    void bytes_percentTypedByHand_standsForItself(String typed, String canonical) {
        assertThat(PathText.of(PathText.bytes(typed))).isEqualTo(canonical);
        assertThat(PathText.canonical(typed)).isEqualTo(canonical);
    }

    @Test
    void canonical_everyCharacterOfAscii_isAsByBytes() {
        for (char c = 0; c < 128; c++) {
            String text = "/a" + c + "b";
            assertThat(PathText.canonical(text)).isEqualTo(PathText.of(PathText.bytes(text)));
            assertThat(PathText.ofVector("/d", text))
                    .isEqualTo("/d/.vectors/"
                            + PathText.of(text.getBytes(StandardCharsets.UTF_8)).replace("/", "%2F") + ".vec");
        }
    }

    @Test
    void bytes_digitsOfOtherScripts_areNoHexadecimal() {
        assertThat(PathText.bytes("%٤١")).isEqualTo("%٤١".getBytes(StandardCharsets.UTF_8));
        assertThat(PathText.bytes("%４１")).isEqualTo("%４１".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "/,x,/.vectors/x.vec",
        "/words,a/b#1,/words/.vectors/a%2Fb%231.vec",
        "/words,100%,/words/.vectors/100%25.vec"
    })
    void ofVector_anyId_isOneName(String collection, String id, String path) {
        assertThat(PathText.ofVector(collection, id)).isEqualTo(path);
    }
}
