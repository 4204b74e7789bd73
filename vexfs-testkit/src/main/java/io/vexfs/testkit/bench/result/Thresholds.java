package io.vexfs.testkit.bench.result;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What figures are to be at least and at most: {@code {"ef64.recall": {"least": 0.95}, "search.p99Micros": {"most": 2000}}}.
 */
public final class Thresholds {
    private static final Set<String> KEYS = Set.of("least", "most");

    private final Map<String, Bounds> bounds = new LinkedHashMap<>();

    private record Bounds(OptionalDouble least, OptionalDouble most) {}

    private Thresholds() {}

    /**
     * Reads a file.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if it is something else; the message names the figure
     */
    public static Thresholds read(Path file) throws IOException {
        Thresholds thresholds = new Thresholds();
        for (Map.Entry<String, Object> each : JsonTree.read(file).entrySet()) {
            if (!(each.getValue() instanceof Map<?, ?> given)
                    || given.isEmpty()
                    || !KEYS.containsAll(given.keySet())
                    || !given.values().stream().allMatch(Double.class::isInstance)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        file + ": " + each.getKey() + ": expected an object with the numbers least, most or both, was "
                                + each.getValue());
            }
            thresholds.bounds.put(each.getKey(), new Bounds(bound(given, "least"), bound(given, "most")));
        }
        return thresholds;
    }

    private static OptionalDouble bound(Map<?, ?> given, String name) {
        return given.get(name) instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** What is not as it is to be, one line each; a figure that was not measured is not. */
    public List<String> missed(BenchResult result) {
        List<String> missed = new ArrayList<>();
        bounds.forEach((name, bound) -> {
            if (result.figure(name).isEmpty()) {
                missed.add(name + " was not measured");
                return;
            }
            double value = result.figure(name).orElseThrow().value();
            // Also where the value is no number.
            if (bound.least().isPresent() && !(value >= bound.least().getAsDouble())) {
                missed.add(name + ": expected at least "
                        + Figure.text(bound.least().getAsDouble()) + ", was " + Figure.text(value));
            }
            if (bound.most().isPresent() && !(value <= bound.most().getAsDouble())) {
                missed.add(name + ": expected at most "
                        + Figure.text(bound.most().getAsDouble()) + ", was " + Figure.text(value));
            }
        });
        return missed;
    }
}
