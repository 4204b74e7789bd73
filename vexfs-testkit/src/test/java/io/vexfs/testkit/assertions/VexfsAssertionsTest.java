package io.vexfs.testkit.assertions;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.data.ExactSearch.Neighbor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion holds where it should, and fails with both sides where it should not. */
class VexfsAssertionsTest {
    private static SearchResult result(Hit... hits) {
        return new SearchResult(List.of(hits), hits.length, true);
    }

    private static Hit hit(String id, double distance) {
        return new Hit(id, "/" + id, distance, Metadata.empty());
    }

    private static void requireFailure(ThrowingCallable assertion, String... parts) {
        Stream.of(parts)
                .forEach(part -> assertThatThrownBy(assertion)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining(part));
    }

    @Test
    void result_ids_areInOrder() {
        SearchResult right = result(hit("a", 1), hit("b", 2));
        VexfsAssertions.assertThat(right).hasIds("a", "b").hasPaths("/a", "/b").isInOrder();
        requireFailure(() -> VexfsAssertions.assertThat(right).hasIds("b", "a"), "a", "b");
        requireFailure(() -> VexfsAssertions.assertThat(right).hasIds("a"), "b");
        requireFailure(() -> VexfsAssertions.assertThat(right).isEmpty(), "a");
    }

    @Test
    void result_wrongOrder_isSaid() {
        requireFailure(
                () -> VexfsAssertions.assertThat(result(hit("a", 2), hit("b", 1)))
                        .isInOrder(),
                "Expected the nearer first");
        requireFailure(
                () -> VexfsAssertions.assertThat(result(hit("b", 1), hit("a", 1)))
                        .isInOrder(),
                "Expected equal distances in the order of their ids");
        requireFailure(
                () -> VexfsAssertions.assertThat(result(hit("a", 1), hit("a", 1)))
                        .isInOrder(),
                "was twice: /a");
        requireFailure(
                () -> VexfsAssertions.assertThat(result(hit("a", Double.NaN))).isInOrder(), "was NaN");
    }

    @Test
    void result_recall_isCounted() {
        List<Neighbor> truth = List.of(new Neighbor(0, 1), new Neighbor(1, 2));
        VexfsAssertions.assertThat(result(hit("a", 1), hit("x", 3))).hasRecall(truth, 0.5);
        requireFailure(
                () -> VexfsAssertions.assertThat(result(hit("a", 1), hit("x", 3)))
                        .hasRecall(truth, 0.9),
                "Expected a recall of 0.9 or more, was 0.5");
    }

    @Test
    void call_failure_isComparedWithBothSides() {
        VexfsException failure = new VexfsException(FuseVexfsError.NO_SPACE, "no room in /a");
        ThrowingCallable fails = () -> {
            throw failure;
        };
        assertThatVexfs(fails)
                .failsWith(FuseVexfsError.NO_SPACE)
                .withMessage("no room in /a")
                .withMessageContaining("room", "/a");
        requireFailure(() -> assertThatVexfs(fails).failsWith(FuseVexfsError.CLOSED), "Expected CLOSED, was NO_SPACE");
        requireFailure(
                () -> assertThatVexfs(fails).withMessage("no"), "Expected the message 'no', was 'no room in /a'");
        requireFailure(() -> assertThatVexfs(fails).withMessageContaining("/b"), "'/b', was 'no room in /a'");
        requireFailure(() -> assertThatVexfs(() -> {}).failsWith(FuseVexfsError.CLOSED), "was no failure");
    }
}
