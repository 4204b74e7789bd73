package io.vexfs.testkit.conformance;

import io.vexfs.testkit.conformance.ConcurrentCalls.Call;
import io.vexfs.testkit.conformance.ConcurrentCalls.Kind;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether what concurrent calls saw of each id can be explained by making them one after the other, each between its begin
 * and its end (Wing and Gong, Testing and Verifying Concurrent Objects, 1993). Ids are independent, so each is judged by
 * itself, and states that were met before are not met again (Lowe, Testing for Linearizability, 2017).
 */
final class Linearizability {
    /**
     * What one call saw of one id.
     *
     * @param call what was called
     * @param id of what this is
     * @param value what was put or found; of a delete, present if there was something
     * @param begin tick before the call
     * @param end tick after it
     */
    record Seen(Call call, String id, OptionalInt value, int begin, int end) {
        @Override
        public String toString() {
            String found = call.kind() == Kind.PUT
                    ? ""
                    : call.kind() == Kind.DELETE
                            ? " -> " + value.isPresent()
                            : " -> " + (value.isPresent() ? value.getAsInt() : "nothing");
            return "[" + begin + ", " + end + "] " + call + found;
        }
    }

    private final List<Seen> calls;
    private final Set<State> met = new HashSet<>();

    /** Which calls have been made, and what there is then. */
    private record State(BitSet made, OptionalInt value) {}

    private Linearizability(List<Seen> calls) {
        this.calls = calls;
    }

    /** The calls on an id that no order explains; empty if all ids have one. */
    static Optional<String> violation(List<Seen> seen) {
        Map<String, List<Seen>> byId =
                seen.stream().collect(Collectors.groupingBy(Seen::id, TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Seen>> one : byId.entrySet()) {
            List<Seen> calls = one.getValue().stream()
                    .sorted(Comparator.comparingInt(Seen::begin))
                    .toList();
            if (!new Linearizability(calls).explained(new BitSet(), OptionalInt.empty())) {
                return Optional.of("no order of the calls explains what they saw of '" + one.getKey() + "':\n  "
                        + calls.stream().map(Seen::toString).collect(Collectors.joining("\n  ")));
            }
        }
        return Optional.empty();
    }

    private boolean explained(BitSet made, OptionalInt value) {
        if (made.cardinality() == calls.size()) {
            return true;
        }
        if (!met.add(new State((BitSet) made.clone(), value))) {
            return false;
        }
        // Whatever begins after another has ended comes after it.
        int firstEnd = Integer.MAX_VALUE;
        for (int i = made.nextClearBit(0); i < calls.size(); i = made.nextClearBit(i + 1)) {
            firstEnd = Math.min(firstEnd, calls.get(i).end());
        }
        for (int i = made.nextClearBit(0);
                i < calls.size() && calls.get(i).begin() < firstEnd;
                i = made.nextClearBit(i + 1)) {
            Seen next = calls.get(i);
            if (fits(next, value)) {
                made.set(i);
                if (explained(made, after(next, value))) {
                    return true;
                }
                made.clear(i);
            }
        }
        return false;
    }

    private static boolean fits(Seen call, OptionalInt value) {
        return switch (call.call().kind()) {
            case PUT -> true;
            case DELETE -> call.value().isPresent() == value.isPresent();
            case GET, ALL -> call.value().equals(value);
        };
    }

    private static OptionalInt after(Seen call, OptionalInt value) {
        return switch (call.call().kind()) {
            case PUT -> call.value();
            case DELETE -> OptionalInt.empty();
            case GET, ALL -> value;
        };
    }
}
