package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserAttributesTest {
    private static VectorRow row(Metadata own) {
        return new VectorRow(Optional.empty(), new float[] {1}, own);
    }

    @Test
    void added_rowWithoutRoom_takesNothingFromTheOthers() {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < Limits.METADATA_FIELDS_MAX - 1; i++) {
            many.put("f" + i, i);
        }
        UserAttributes attributes = new UserAttributes(Map.of("kind", "cat", "remark", "a long one"));

        List<VectorRow> rows =
                attributes.added(List.of(row(Metadata.of(many)), row(Metadata.of("own", 1)), row(Metadata.empty())));

        assertThat(rows.get(0).metadata().fields())
                .hasSize(Limits.METADATA_FIELDS_MAX)
                .containsEntry("kind", "cat");
        assertThat(rows.get(1).metadata())
                .isEqualTo(Metadata.of(Map.of("own", 1, "kind", "cat", "remark", "a long one")));
        assertThat(rows.get(2).metadata()).isEqualTo(Metadata.of("kind", "cat", "remark", "a long one"));
        assertThat(attributes.leftOut()).containsExactly("remark");
    }

    @Test
    void added_tooManyCharacters_leavesTheLongestOut() {
        UserAttributes attributes = new UserAttributes(
                Map.of("a", "x".repeat(Limits.METADATA_CHARS_MAX - 10), "b", "y".repeat(9), "own", "never seen"));

        List<VectorRow> rows = attributes.added(List.of(row(Metadata.of("own", "mine")), row(Metadata.empty())));

        assertThat(rows.get(0).metadata()).isEqualTo(Metadata.of("own", "mine", "b", "y".repeat(9)));
        assertThat(attributes.leftOut()).containsExactly("a");
    }
}
