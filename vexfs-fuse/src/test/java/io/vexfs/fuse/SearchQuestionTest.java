package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.model.MemoryBridge;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchQuestionTest {
    private final MemoryBridge bridge = new MemoryBridge();

    private SearchRequest request(String json) {
        byte[] bytes = (json + "left from a longer question").getBytes(StandardCharsets.UTF_8);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return SearchQuestion.read(bytes, length, QueriedBridge.searches())
                .keys()
                .request(MountPath.ROOT, bridge.files());
    }

    @Test
    void read_vectorOfNumbersOrText_isTheSame() {
        assertThat(request("{\"vector\":[1,-2.5e-1, 3e0]}").vector()).containsExactly(1f, -0.25f, 3f);
        assertThat(request("{\"Vector\":\"1 -0.25 3\"}").vector()).containsExactly(1f, -0.25f, 3f);
    }

    @Test
    void read_asManyNumbersAsAVectorMayHave_areTaken() {
        assertThat(request("{\"vector\":[0" + ",1".repeat(Limits.DIMENSIONS_MAX - 1) + "]}")
                        .vector())
                .hasSize(Limits.DIMENSIONS_MAX)
                .startsWith(0f, 1f)
                .endsWith(1f);
        assertThatThrownBy(() -> request("{\"vector\":[0" + ",1".repeat(Limits.DIMENSIONS_MAX + 1) + "]}"))
                .hasMessageContaining("vector: expected 1 to 65536 numbers, was 65538");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"vector\":[]}|vector: expected 1 to 65536 numbers, was 0",
                "{\"vector\":[1,\"2\"]}|expected a number, was something else at byte 13",
                "{\"vector\":[1,[2]]}|expected a number, was something else at byte 13",
                "{\"vector\":[1],\"vector\":\"2\"}|expected 'vector' once, was given twice",
                "{\"vector\":[1],\"vector\":[2]}|expected 'vector' once, was given twice",
                "{\"vector\":[1],\"k\":[5]}|expected one value for 'k', was an array",
                "{\"vector\":[1|expected one JSON object, was something else at byte 12",
                "[1]|expected an object, was something else at byte 0",
                "{} {}|expected one object, was something else at byte 3"
            })
    void read_whatIsNoQuestion_isRefusedByPlace(String json, String message) {
        assertThatThrownBy(() -> request(json))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.INVALID_QUERY))
                .hasMessageContaining(message);
    }
}
