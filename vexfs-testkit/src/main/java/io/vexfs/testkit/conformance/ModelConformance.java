package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.search;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.api.Bridge;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.conformance.ModelSteps.Step;
import io.vexfs.testkit.model.MemoryBridge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge does what the {@link MemoryBridge} does, whatever comes; part of {@link BridgeConformance}. */
public interface ModelConformance extends BridgeFixture {
    /** Steps of one run. */
    int STEPS = 600;

    /** How long the shortest steps that fail are sought by a slow bridge; others have tried enough before. */
    Duration SHORTEN_MOST = Duration.ofSeconds(120);

    /** Random writes, files, links, renames and removals, the same on both: the same failures, the same content. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void randomSteps_always_agreeWithTheModel(long seed) {
        List<Step> steps = ModelSteps.of(seed, STEPS);
        Optional<String> wrong = difference(steps, 10);
        if (wrong.isPresent()) {
            List<Step> shortest = Shortest.of(steps, part -> difference(part, 1).isPresent(), SHORTEN_MOST);
            throw new AssertionError("seed " + seed + ", " + wrong.get() + "\nthe shortest steps that fail:\n  "
                    + shortest.stream().map(Step::text).collect(Collectors.joining("\n  "))
                    + "\n" + difference(shortest, 1).orElse("which did not fail once more"));
        }
    }

    /** What several threads see of an id can be explained by some order of their calls, searches included. */
    @Test
    default void concurrentCalls_always_areLinearizable() {
        ConcurrentCalls.check(1, 12, true, () -> new BridgeNumbers(open()));
    }

    /** Where bridge and model part, looked at after each so many steps and at the end; empty if nowhere. */
    private Optional<String> difference(List<Step> steps, int each) {
        Bridge bridge = open();
        try (MemoryBridge model = new MemoryBridge()) {
            for (Bridge one : List.of(bridge, model)) {
                one.changeCollection("/", L2);
                one.createCollection("/c", L2);
            }
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (step == ModelSteps.REOPEN) {
                    bridge.close();
                    bridge = reopen(bridge, false);
                } else if (step.possible().test(model)) {
                    String outcome = outcome(bridge, step.work());
                    String expected = outcome(model, step.work());
                    if (!outcome.equals(expected)) {
                        return Optional.of(place(i, step) + ": expected " + expected + ", was " + outcome);
                    }
                }
                if (i % each == 0 || step == ModelSteps.REOPEN || i == steps.size() - 1) {
                    Optional<String> other = otherContent(bridge, model);
                    if (other.isPresent()) {
                        return Optional.of(place(i, step) + ": " + other.get());
                    }
                }
            }
            return Optional.empty();
        } finally {
            bridge.close();
        }
    }

    private static String place(int number, Step step) {
        return "step " + (number + 1) + " (" + step.text() + ")";
    }

    private static Optional<String> otherContent(Bridge bridge, Bridge model) {
        List<String> seen = content(bridge);
        List<String> expected = content(model);
        if (!seen.equals(expected)) {
            List<String> missing = new ArrayList<>(expected);
            missing.removeAll(seen);
            seen.removeAll(expected);
            return Optional.of("expected also " + missing + ", was instead " + seen);
        }
        List<Double> distances = distances(bridge);
        List<Double> right = distances(model);
        for (int i = 0; i < right.size(); i++) {
            // Bridges may compute in single precision.
            if (Math.abs(distances.get(i) - right.get(i)) > 1e-5 * Math.max(1, Math.abs(right.get(i)))) {
                return Optional.of("expected the distance " + right.get(i) + ", was " + distances.get(i));
            }
        }
        return Optional.empty();
    }

    private static String outcome(Bridge bridge, Consumer<Bridge> work) {
        Throwable failure = catchThrowable(() -> work.accept(bridge));
        return failure instanceof VexfsException vexfs
                ? vexfs.error().name()
                : failure == null ? "no failure" : failure.toString();
    }

    /** Everything that can be seen, as text. */
    private static List<String> content(Bridge bridge) {
        List<String> seen = new ArrayList<>();
        bridge.collections().forEach(info -> {
            seen.add("collection " + info.name() + " " + info.metric() + " " + info.dimensions() + " " + info.size());
            bridge.forEach(
                    info.name(),
                    stored -> seen.add("vector " + info.name() + " " + stored.id() + " " + text(stored.vector())));
            if (info.dimensions() > 0) {
                List<Hit> hits = search(
                                bridge,
                                near(info.name(), new float[info.dimensions()]).k(10_000))
                        .hits();
                hits.forEach(hit -> seen.add("found " + hit.path() + " " + hit.id()));
            }
        });
        bridge.files().forEachBelow("/", file -> seen.add("file " + file));
        seen.sort(null);
        return seen;
    }

    /** The distances of all vectors of all collections, best first. */
    private static List<Double> distances(Bridge bridge) {
        return bridge.collections().stream()
                .filter(info -> info.dimensions() > 0)
                .flatMap(info ->
                        search(
                                bridge,
                                near(info.name(), new float[info.dimensions()]).k(10_000))
                                .hits()
                                .stream())
                .map(Hit::distance)
                .toList();
    }

    private static String text(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(component).append(' ');
        }
        return text.toString();
    }

    /** A collection of numbers on a line: the distance from its origin tells the number. */
    final class BridgeNumbers implements ConcurrentCalls.Target {
        private final Bridge bridge;

        private BridgeNumbers(Bridge bridge) {
            this.bridge = bridge;
            bridge.createCollection("/c", L2);
        }

        @Override
        public void put(String id, int value) {
            Samples.put(bridge, "/c", id, value, 0);
        }

        @Override
        public boolean delete(String id) {
            return bridge.delete("/c", id, NOBODY);
        }

        @Override
        public OptionalInt value(String id) {
            return bridge.get("/c", id)
                    .map(found -> OptionalInt.of(Math.round(found.vector()[0])))
                    .orElse(OptionalInt.empty());
        }

        @Override
        public Map<String, Integer> all() {
            Map<String, Integer> all = new HashMap<>();
            search(bridge, near("/c", 0, 0).k(100))
                    .hits()
                    .forEach(hit -> all.put(hit.id(), (int) Math.round(hit.distance())));
            return all;
        }

        @Override
        public void close() {
            bridge.close();
        }
    }
}
