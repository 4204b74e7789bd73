package io.vexfs.core.internal.format;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorRow;
import io.vexfs.testkit.assertions.VexfsCallAssert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonlFormatTest {
    private final JsonlFormat format = new JsonlFormat();

    private VexfsCallAssert reading(String text) {
        return assertThatVexfs(() -> Reading.rows(format, text));
    }

    @Test
    void read_idVectorMetadataAndOtherKeys_areTheRow() throws IOException {
        String text =
                "\uFEFF{\"id\":\"ä\",\"vector\":[1,-2.5,3e0],\"metadata\":{\"lang\":\"en\",\"n\":2},\"ok\":true,\"x\":null}\r\n\n"
                        + "{\"vector\":[1,2,3],\"id\":7,\"score\":0.5}";

        List<VectorRow> rows = Reading.rows(format, text);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).id()).contains("ä");
        assertThat(rows.get(0).vector()).containsExactly(1, -2.5f, 3);
        assertThat(rows.get(0).metadata()).isEqualTo(Metadata.of(Map.of("lang", "en", "n", 2, "ok", true)));
        assertThat(rows.get(1).id()).contains("7");
        assertThat(rows.get(1).metadata()).isEqualTo(Metadata.of("score", 0.5));
    }

    @Test
    void write_everything_isReadAgain() throws IOException {
        Metadata metadata = Metadata.of(Map.of("t", "a\n\"b\"", "l", Long.MAX_VALUE, "d", 0.1, "b", false));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        format.write(out, List.of(new VectorRow(Optional.of("id/1"), new float[] {0.1f, -3}, metadata)));

        VectorRow row = Reading.rows(format, out.toByteArray()).get(0);
        assertThat(row.id()).contains("id/1");
        assertThat(row.vector()).containsExactly(0.1f, -3);
        assertThat(row.metadata()).isEqualTo(metadata);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("}\n").startsWith("{\"id\":");
    }

    @Test
    void read_logLines_areNoVectors() {
        reading("{\"level\":\"info\",\"message\":\"started\"}\n")
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("no vector: expected a field 'vector', was none (a.jsonl line 1)");
        reading("not json\n").failsWith(FuseVexfsError.INVALID_VECTOR).withMessageContaining("not JSON", "line 1");
        reading("[1,2]\n").withMessageContaining("expected a JSON object, was an array (a.jsonl line 1)");
    }

    @Test
    void read_nested_isRefusedByName() {
        reading("{\"vector\":[1],\"metadata\":{\"deep\":{\"a\":1}}}")
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("JSON value: expected text, a number or a boolean, was an object"
                        + " (a.jsonl line 1, field 'deep')");
        reading("{\"vector\":[1],\"tags\":[1]}").withMessageContaining("was an array (a.jsonl line 1, field 'tags')");
    }

    @Test
    void read_badVectors_nameTheValue() {
        reading("{\"vector\":[1,\"2\"]}")
                .withMessage("JSON value: expected a number, was '2' (a.jsonl line 1, value 2)");
        reading("{\"vector\":[1,1e39]}").withMessageContaining("not finite", "was '1e39' (a.jsonl line 1, value 2)");
        reading("{\"vector\":[NaN]}").failsWith(FuseVexfsError.INVALID_VECTOR).withMessageContaining("line 1");
        reading("{\"vector\":[]}").withMessageContaining("no components");
        reading("{\"vector\":[1,2]}\n{\"vector\":[1]}")
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessageContaining("expected 2", "was 1 (a.jsonl line 2)");
    }

    @Test
    void read_truncatedTwiceAndTrailing_areNamed() {
        reading("{\"vector\":[1,2").withMessageContaining("not JSON", "a.jsonl line 1");
        reading("{\"vector\":[1],\"vector\":[2]}").withMessageContaining("Duplicate field 'vector'", "line 1");
        reading("{\"vector\":[1],\"a\":1,\"metadata\":{\"a\":2}}")
                .withMessageContaining("field twice: expected 'a' once");
        reading("{\"vector\":[1]} {}").withMessageContaining("trailing JSON: expected the end of the line");
    }

    @Test
    void read_limits_areNamed() {
        reading("{\"vector\":[1],\"n\":123456789012345678901234567890}")
                .withMessageContaining("expected a whole number of at most 64 bits", "field 'n'");
        reading("{\"vector\":[1." + "0".repeat(2_000) + "]}").withMessageContaining("line 1");
        reading("{\"vector\":[1],\"t\":\"" + "x".repeat(40_000) + "\"}")
                .failsWith(FuseVexfsError.LIMIT_REACHED)
                .withMessage("metadata characters: expected at most 32768, was 40001 (a.jsonl line 1)");
        StringBuilder fields = new StringBuilder("{\"vector\":[1]");
        for (int i = 0; i < 257; i++) {
            fields.append(",\"f").append(i).append("\":1");
        }
        reading(fields + "}").failsWith(FuseVexfsError.LIMIT_REACHED).withMessageContaining("metadata fields");
    }
}
