package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.testkit.conformance.ConcurrentCalls.Call;
import io.vexfs.testkit.conformance.ConcurrentCalls.Kind;
import io.vexfs.testkit.conformance.Linearizability.Seen;
import io.vexfs.testkit.model.MemoryBridge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checkers find what they are to find, and shorten it. */
class ModelCheckingTest {
    private static final OptionalInt NOTHING = OptionalInt.empty();

    private static Seen seen(Kind kind, OptionalInt value, int begin, int end) {
        return new Seen(new Call(0, kind, "a", value.orElse(0)), "a", value, begin, end);
    }

    private static Seen put(int value, int begin, int end) {
        return seen(Kind.PUT, OptionalInt.of(value), begin, end);
    }

    private static Seen get(int value, int begin, int end) {
        return seen(Kind.GET, OptionalInt.of(value), begin, end);
    }

    @Test
    void violation_readsDuringWrite_seeOldOrNew() {
        List<Seen> calls = new ArrayList<>(List.of(put(1, 0, 1), put(2, 2, 9), get(1, 3, 4), get(2, 5, 6)));
        assertThat(Linearizability.violation(calls)).isEmpty();

        // Once the new one was seen, the old one is gone.
        calls.add(get(1, 7, 8));
        assertThat(Linearizability.violation(calls)).get().asString().contains("of 'a'", "[7, 8] thread 0: get a -> 1");
    }

    @Test
    void violation_readAfterWrite_mustSeeIt() {
        assertThat(Linearizability.violation(List.of(put(1, 0, 1), seen(Kind.GET, NOTHING, 2, 3))))
                .isPresent();
        assertThat(Linearizability.violation(List.of(put(1, 0, 3), seen(Kind.GET, NOTHING, 1, 2))))
                .isEmpty();
    }

    @Test
    void violation_twoDeletesOfOne_cannotBothFindIt() {
        OptionalInt found = OptionalInt.of(1);
        List<Seen> calls = List.of(put(1, 0, 1), seen(Kind.DELETE, found, 2, 5), seen(Kind.DELETE, found, 3, 4));

        assertThat(Linearizability.violation(calls)).isPresent();
        assertThat(Linearizability.violation(
                        List.of(put(1, 0, 1), seen(Kind.DELETE, found, 2, 5), seen(Kind.DELETE, NOTHING, 3, 4))))
                .isEmpty();
    }

    @Test
    void shortest_twoThatFailTogether_areLeft() {
        List<Integer> failing = IntStream.range(0, 500).boxed().toList();

        assertThat(Shortest.of(failing, part -> part.contains(17) && part.contains(401), Duration.ofMinutes(5)))
                .containsExactly(17, 401);
    }

    @Test
    void modelSuite_bridgeForgetsMoves_printsSeedAndTheShortestSteps() {
        Map<Bridge, MemoryBridge> inner = new IdentityHashMap<>();
        ModelConformance suite = new ModelConformance() {
            @Override
            public Bridge open() {
                return broken(new MemoryBridge());
            }

            @Override
            public Bridge reopen(Bridge closed, boolean readOnly) {
                return broken(inner.get(closed).reopened(readOnly));
            }

            private Bridge broken(MemoryBridge right) {
                Bridge broken = SeededBug.FORGETS_RENAME.in(right);
                inner.put(broken, right);
                return broken;
            }
        };

        assertThatThrownBy(() -> suite.randomSteps_always_agreeWithTheModel(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 2, step ")
                .extracting(failure -> failure.getMessage()
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .toList())
                .satisfies(steps -> {
                    // One step makes a file, one moves it.
                    assertThat(steps).hasSize(2);
                    assertThat(steps.get(0)).matches("  (index|refuse) .*");
                    assertThat(steps.get(1)).startsWith("  move ");
                });
    }
}
