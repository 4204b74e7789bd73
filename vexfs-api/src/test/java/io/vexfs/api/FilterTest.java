package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Metadata CAT = Metadata.of(Map.of(
            "kind", "cat", "legs", 4, "weight", 4.5, "tame", true, "user.a-b:c", "x", "in", 1, "big", Long.MAX_VALUE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "legs == 4",
                "legs == 4.0",
                "legs == 4e0",
                "legs >= 4 and kind in ('cat', \"dog\") and not exists(tail)",
                "legs > 3.9 and legs < 4.1 and legs <= 4 and legs != 5",
                "legs != 'four'",
                "weight == 4.5",
                "weight > -1e3",
                "tame == true and tame != FALSE",
                "tame in (true)",
                "kind startswith 'c'",
                "kind startswith ''",
                "kind >= 'cas' and kind < 'cb'",
                "kind == 'c\\u0061t'",
                "not (kind == 'dog' or legs == 3)",
                "NOT kind == 'dog' AND EXISTS(kind)",
                "kind == 'dog' or kind == 'cat' and legs == 4",
                "user.a-b:c == 'x'",
                "`in` == 1",
                "not tail == 3",
                "big == 9223372036854775807",
                "big != 9223372036854775807.0",
                "big < 9223372036854775808.0",
                "legs in (1,2, 4)",
                "((((legs == 4))))",
                "exists ( `kind` )"
            })
    void matches_whatHolds_isTrue(String text) {
        Filter filter = Filter.parse(text);

        assertThat(filter.matches(CAT)).isTrue();
        assertThat(Filter.parse("not (" + text + ")").matches(CAT)).isFalse();
        assertThat(Filter.parse(filter.toString())).isEqualTo(filter).hasToString(filter.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tail == 3",
                "tail != 3",
                "tail in (3)",
                "tail < 3",
                "tail startswith ''",
                "exists(tail)",
                "legs == '4'",
                "legs < 'x'",
                "kind < 3",
                "legs startswith '4'",
                "kind == 'Cat'",
                "kind == 'cat' and (kind == 'dog' or legs == 3)",
                "tame == 1"
            })
    void matches_missingFieldOrOtherKind_isFalse(String text) {
        assertThat(Filter.parse(text).matches(CAT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^|column 1: expected a field's name, was the end",
                "legs|column 5: expected ==, !=, <, <=, >, >=, 'in' or 'startswith', was the end",
                "legs = 4|column 6: expected '==', was '='",
                "legs == cat|column 9: expected text in quotes, a number, true or false, was 'cat'",
                "legs == 4 5|column 11: expected 'and', 'or' or the end, was '5'",
                "legs == 4 and|column 14: expected a field's name, was the end",
                "(legs == 4|column 11: expected ')', was the end",
                "kind == 'cat|column 9: expected a closing ', was the end",
                "kind == 'c\\x'|column 11: expected \\\\, \\', \\\", \\`, \\/, \\n, \\t, \\r or \\uXXXX, was '\\x'",
                "kind == '\\u12'|column 10: expected four hexadecimal digits after \\u, was '12''",
                "legs == 4x|column 9: expected a number, was '4x'",
                "legs == 1e999|column 9: expected a finite decimal number, was '1e999'",
                "legs == 99999999999999999999|column 9: expected a number, was '99999999999999999999'",
                "legs < true|column 8: expected text or a number, was 'true'",
                "legs startswith 4|column 17: expected text in quotes, was '4'",
                "legs in 4|column 9: expected '(', was '4'",
                "legs in ()|column 10: expected text in quotes, a number, true or false, was ')'",
                "legs in (4 5)|column 12: expected ',' or ')', was '5'",
                "exists(4)|column 8: expected a field's name, was '4'",
                "a == 1 && b == 2|column 8: expected a name, a value or an operator, was '&'",
                "``|column 1: expected a field's name, was ``",
                "in == 1|column 1: expected a field's name, was 'in'"
            })
    void parse_whatIsNoFilter_namesTheColumn(String text, String message) {
        assertThatThrownBy(() -> Filter.parse(text))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.INVALID_QUERY))
                .hasMessage("filter: " + message);
    }

    @Test
    void parse_beyondTheLimits_isRefused() {
        assertThatThrownBy(() -> Filter.parse("(".repeat(60_000) + "a == 1"))
                .hasMessage("filter: column 34: expected at most 33 parentheses and 'not' in each other, was more");
        assertThatThrownBy(() -> Filter.parse("not ".repeat(40) + "a == 1")).hasMessageContaining("column 133");
        assertThatThrownBy(() -> Filter.parse("a == 1" + " ".repeat(65_536)))
                .hasMessage("filter: column 65537: expected at most 65536 characters, was 65542");
        assertThatThrownBy(() -> Filter.parse("a in (" + "1,".repeat(4_096) + "1)"))
                .hasMessageContaining("expected at most 4096 values, was more");
        Filter deep = Filter.parse("a == 1");
        for (int i = 1; i < Limits.FILTER_DEPTH_MAX; i++) {
            deep = new Filter.Not(deep);
        }
        Filter deepest = deep;
        assertThatThrownBy(() -> new Filter.Not(deepest)).hasMessage("filter: expected at most 100 levels, was more");
    }

    @Test
    void parse_deepestText_isRead() {
        String text = "not (a == 1 or b == 2 and ".repeat(16) + "c == 3" + ")".repeat(16);
        assertThat(Filter.parse(text).matches(CAT)).isTrue();
    }

    @Test
    void field_column_isWhereItStands() {
        Filter.And and = (Filter.And) Filter.parse("legs == 4 and  kind == 'cat'");
        assertThat(and.all())
                .map(each -> ((Filter.Comparison) each).field().column())
                .containsExactly(1, 16);
        assertThat(new Filter.Membership(new Filter.Field("a b", 0), List.of(1, 1.0, "x")))
                .hasToString("`a b` in (1, 'x')");
    }
}
