package io.vexfs.testkit.bench.mount;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stack that each operation of a mount takes, with vectors of 4,096 components and paths of 3,400 bytes. Nothing is
 * looked at while the compilers are at work; then the store is mounted anew and every operation is looked at.
 */
public final class StackBenchmark {
    private static final String PREFIX = "vexfs.fuse.";
    private static final String TYPICAL = ".stack.bytes";
    private static final String PEAK = ".stack.peak.bytes";

    private final int warmUp;
    private final int rounds;
    private final List<EveryOperation.Part> parts;

    /** So many rounds of every operation before and while it is measured. */
    public StackBenchmark(int warmUp, int rounds) {
        this(warmUp, rounds, List.of());
    }

    /**
     * The same of some parts of the work.
     *
     * @param parts their names; all for none
     */
    public StackBenchmark(int warmUp, int rounds, List<String> parts) {
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.parts = parts.isEmpty()
                ? List.of(EveryOperation.Part.values())
                : parts.stream().map(StackBenchmark::part).toList();
    }

    private static EveryOperation.Part part(String name) {
        for (EveryOperation.Part part : EveryOperation.Part.values()) {
            if (part.name().equalsIgnoreCase(name)) {
                return part;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "part: expected one of " + List.of(EveryOperation.Part.values()) + ", was '" + name + "'");
    }

    /**
     * What one operation took.
     *
     * @param operation as libfuse calls it
     * @param calls how often it was called
     * @param typicalBytes the median
     * @param peakBytes the most
     */
    public record Result(String operation, long calls, long typicalBytes, long peakBytes) {
        /** Both together: the part of the work that took more. */
        private Result with(Result other) {
            return new Result(
                    operation,
                    calls + other.calls,
                    Math.max(typicalBytes, other.typicalBytes),
                    Math.max(peakBytes, other.peakBytes));
        }

        /** One line of the table. */
        public String line() {
            return "operation=" + operation + " calls=" + calls + " stack_bytes=" + typicalBytes + " peak_bytes="
                    + peakBytes;
        }
    }

    /** Measures in a store below {@code work}. */
    public List<Result> run(Path work, Progress progress) throws IOException {
        // Few threads answer, so that each is soon as warm as it gets. Some calls are looked at before, as in any
        // mount: what a JVM has never seen happen, it compiles anew when it does.
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of("threads", "2"))) {
            EveryOperation operations = new EveryOperation(bench.point());
            progress.begin(
                    "warm up",
                    parts.stream().mapToLong(part -> part.warmUp(warmUp)).sum());
            for (EveryOperation.Part part : parts) {
                rounds(operations, part, part.warmUp(warmUp), progress);
            }
            progress.begin("measure", (long) rounds * parts.size());
            Map<String, Result> results = new TreeMap<>();
            for (EveryOperation.Part part : parts) {
                bench.remount(Map.of("threads", "2", "stack-every", "1"));
                rounds(operations, part, rounds, progress);
                results(bench.mount().metrics()).forEach(each -> results.merge(each.operation(), each, Result::with));
            }
            progress.end();
            return List.copyOf(results.values());
        }
    }

    private static void rounds(EveryOperation operations, EveryOperation.Part part, int count, Progress progress)
            throws IOException {
        for (int round = 0; round < count; round++) {
            operations.run(part, round);
            progress.step(1);
        }
    }

    /** What is called a few times along the way, as by mounting, has no median worth the name. */
    private List<Result> results(List<MetricSample> samples) {
        Map<String, MetricSample> byName = new TreeMap<>();
        samples.forEach(sample -> byName.put(sample.name(), sample));
        List<Result> results = new ArrayList<>();
        byName.forEach((name, sample) -> {
            if (sample instanceof MetricSample.Timer timer && name.startsWith(PREFIX) && timer.count() >= rounds / 2) {
                String operation = name.substring(PREFIX.length(), name.lastIndexOf('.'));
                results.add(new Result(
                        operation,
                        timer.count(),
                        gauge(byName.get(PREFIX + operation + TYPICAL)),
                        gauge(byName.get(PREFIX + operation + PEAK))));
            }
        });
        return results;
    }

    private static long gauge(@Nullable MetricSample sample) {
        return sample instanceof MetricSample.Gauge gauge ? (long) gauge.value() : 0;
    }
}
