package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FileStamp;
import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryKeysTest {
    private final MemoryBridge bridge = new MemoryBridge();

    private SearchRequest lines(String text) {
        return QueryKeys.ofLines(text).request(MountPath.of("/d"), bridge.files());
    }

    private SearchRequest name(String text) {
        return QueryKeys.ofName(text).request(MountPath.of("/d"), bridge.files());
    }

    @Test
    void lines_allKeys_becomeTheRequest() {
        SearchRequest request = lines("# a comment\n\n Vector: [1, 2.5 -3]\nk: 7\r\nef: 90\nthreshold: 0.5\nin: sub\n");
        assertThat(request.vector()).containsExactly(1f, 2.5f, -3f);
        assertThat(request.k()).isEqualTo(7);
        assertThat(request.ef()).isEqualTo(90);
        assertThat(request.threshold()).hasValue(0.5);
        assertThat(request.below()).hasValue("/d/sub");
        assertThat(request.collection()).isEqualTo("/");
    }

    @Test
    void like_ofAFileNearby_isItsPathAndOtherwiseAnId() {
        bridge.files()
                .index(
                        "/d/a,b.vec",
                        new FileStamp(1, 1, 1, 1, 1),
                        List.of(VectorRow.of(1f, 2f), VectorRow.of(2f, 1f)),
                        true,
                        OperationContext.none());
        assertThat(lines("like: a,b.vec#1").like()).hasValue("/d/a,b.vec#1");
        assertThat(name("like=a%2Cb.vec").like()).hasValue("/d/a,b.vec");
        assertThat(name("like=%2Fd%2Fa%2Cb.vec").like()).hasValue("/d/a,b.vec");
        assertThat(name("like=..%2Fd%2Fa%2Cb.vec").like()).hasValue("/d/a,b.vec");
        assertThat(name("like=some%2Fid").like()).hasValue("some/id");
    }

    @Test
    void name_vectorWithEscapedCommas_isRead() {
        assertThat(name("vector=1%2C2 3,k=2").vector()).containsExactly(1f, 2f, 3f);
    }

    @Test
    void lines_whereWithinAfterExplain_becomeTheRequest() {
        SearchRequest request = lines(
                "like: a\nwhere: legs >= 4 and kind in ('cat', 'dog')\nwithin: 0.5\nafter: 0.25 some id\nexplain: true");
        assertThat(request.where()).hasValue(Filter.parse("legs >= 4 and kind in ('cat','dog')"));
        assertThat(request.threshold()).hasValue(0.5);
        assertThat(request.k()).isEqualTo(Limits.K_MAX);
        assertThat(request.after()).hasValue(new SearchRequest.Cursor(0.25, "some id"));
        assertThat(request.explain()).isTrue();
        assertThat(lines("like: a\nwithin: 0.5\nk: 3").k()).isEqualTo(3);
    }

    @Test
    void name_whereWithEscapes_isTheFilter() {
        assertThat(name("like=a,where=kind in ('c%2Ft'%2C'50%25') and legs>=4,k=3")
                        .where())
                .hasValue(Filter.parse("kind in ('c/t', '50%') and legs >= 4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "k: 3|expected 'vector' or 'like', was neither",
                "vector: 1;like: a|expected 'vector' or 'like', was both",
                "vector: 1;k: many|k: expected a whole number, was 'many'",
                "vector: 1;k: 0|k: expected 1 to 10000, was 0",
                "vector: one|vector[0]: expected a number, was 'one'",
                "vector: |vector: expected 1 to 65536 numbers, was 0",
                "vector: 1;k: 1;k: 2|expected 'k' once, was given twice",
                "vektor: 1|expected one of vector, like, k, ef, threshold, within, where, after, explain, in, was 'vektor'",
                "nothing|line 1: expected 'key: value', was 'nothing'",
                "like: a;where: legs = 4|filter: column 6: expected '==', was '='",
                "like: a;where: |filter: column 1: expected a field's name, was the end",
                "like: a;within: 1;threshold: 2|expected 'threshold' or 'within', was both",
                "like: a;within: near|within: expected a number, was 'near'",
                "like: a;after: 0.5|after: expected a distance and an id, was '0.5'",
                "like: a;explain: yes|explain: expected true or false, was 'yes'",
                "text: hello|'text' needs a text embedder"
            })
    void lines_thatAreNoQuery_areRefusedByName(String text, String message) {
        assertThatThrownBy(() -> lines(text.replace(';', '\n')))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error())
                                .isIn(FuseVexfsError.INVALID_QUERY, FuseVexfsError.INVALID_ARGUMENT))
                .hasMessageContaining(message);
    }
}
