package io.vexfs.testkit.bench.mount;

import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every budget, what was measured, and whether it holds; through a mount over 10,000 vectors of 384 components. */
public final class BudgetBenchmark {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 384;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int STACK_BYTES_MAX = 6 << 10;
    private static final double COST_PERCENT_MAX = 3;
    private static final int COST_SECONDS = 12;
    private static final int STACK_WARM_UP = 4_000;
    private static final int STACK_ROUNDS = 150;
    private static final int CLIENTS = 4;
    private static final int CLIENTS_MANY = 8;
    /** Files that each forced sync brings to the disk. */
    private static final int STORED_BETWEEN_SYNCS = 100;
    /** Each has to wait for so many stores, and a p99 of a few says little. */
    private static final int SYNC_PHASES = 4;

    private final long phaseNanos;

    /** So many seconds for each measurement. */
    public BudgetBenchmark(int seconds) {
        phaseNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * One budget.
     *
     * @param name of what
     * @param limit which is to be kept, as text
     * @param measured as text
     * @param value the same as a number
     * @param unit of that number
     * @param holds whether it is kept
     */
    public record Result(String name, String limit, String measured, double value, String unit, boolean holds) {
        /** One line of the table. */
        public String line() {
            return String.format(
                    Locale.ROOT, "%-24s %-14s %-52s %s", name, limit, measured, holds ? "holds" : "DOES NOT HOLD");
        }
    }

    /** What can be measured by itself. */
    public enum Part {
        LATENCIES,
        STACK,
        COST,
        MEMORY
    }

    /**
     * Measures some parts in stores below {@code work}; memory needs a JVM of its own and is not measured here.
     *
     * @param results told of each as soon as it is known
     */
    public void run(Path work, Set<Part> parts, Progress progress, Consumer<Result> results) throws IOException {
        if (parts.contains(Part.LATENCIES)) {
            latencies(work, results);
        }
        if (parts.contains(Part.COST)) {
            cost(work, results);
        }
        if (parts.contains(Part.STACK)) {
            stack(work, progress, results);
        }
    }

    private void latencies(Path work, Consumer<Result> results) throws IOException {
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
            Workload workload = new Workload(bench, VECTORS, DIMENSIONS);
            warmUp(workload);
            latencies(workload, results);
            rates(workload, results);
        }
    }

    private static void cost(Path work, Consumer<Result> results) throws IOException {
        for (MetricsCost.Result cost : new MetricsCost(COST_SECONDS).run(work)) {
            double percent = cost.cost() * 100;
            results.accept(new Result(
                    "cost of metrics",
                    "<= 3 %",
                    String.format(
                            Locale.ROOT,
                            "%.1f %% (%.1f to %.1f) of %.1f us, %s",
                            percent,
                            cost.costLeast() * 100,
                            cost.costMost() * 100,
                            cost.offNanos() / 1_000,
                            cost.call()),
                    percent,
                    "percent",
                    percent <= COST_PERCENT_MAX));
        }
    }

    private void warmUp(Workload workload) {
        Rates.measure(CLIENTS, phaseNanos, workload::storing);
        Rates.measure(CLIENTS, phaseNanos, workload::searching);
        Rates.measure(CLIENTS, phaseNanos, workload::ordinary);
    }

    private void latencies(Workload workload, Consumer<Result> results) {
        results.accept(p99("store p99", 5, Rates.measure(1, phaseNanos, workload::storing)));
        results.accept(p99("search p99", 2, Rates.measure(1, phaseNanos, workload::searching)));
        results.accept(p99(
                "forced sync p99",
                50,
                Rates.measure(1, SYNC_PHASES * phaseNanos, number -> workload.syncing(STORED_BETWEEN_SYNCS))));
        results.accept(p99("basic operation p99", 0.5, Rates.measure(1, phaseNanos, workload::ordinary)));
    }

    private static Result p99(String name, double limitMillis, Rates rates) {
        double millis = rates.p99Nanos() / NANOS_PER_MILLI;
        return new Result(
                name,
                "< " + limitMillis + " ms",
                String.format(Locale.ROOT, "%.3f ms of %d, %d errors", millis, rates.calls(), rates.errors()),
                millis,
                "ms",
                millis < limitMillis && rates.errors() == 0);
    }

    private void rates(Workload workload, Consumer<Result> results) {
        results.accept(rate("stores", 2_000, Rates.measure(CLIENTS, phaseNanos, workload::storing)));
        results.accept(rate("searches", 3_000, Rates.measure(CLIENTS, phaseNanos, workload::searching)));
        Rates many = Rates.measure(
                CLIENTS_MANY,
                phaseNanos,
                number -> number % 2 == 0 ? workload.storing(number) : workload.searching(number));
        results.accept(new Result(
                CLIENTS_MANY + " clients at once",
                "no error",
                String.format(Locale.ROOT, "%d errors, %.0f/s", many.errors(), many.perSecond()),
                many.errors(),
                "errors",
                many.errors() == 0));
    }

    private static Result rate(String name, double least, Rates rates) {
        return new Result(
                name + " a second",
                String.format(Locale.ROOT, ">= %.0f", least),
                String.format(
                        Locale.ROOT, "%.0f with %d clients, %d errors", rates.perSecond(), CLIENTS, rates.errors()),
                rates.perSecond(),
                "per second",
                rates.perSecond() >= least && rates.errors() == 0);
    }

    private static void stack(Path work, Progress progress, Consumer<Result> results) throws IOException {
        for (StackBenchmark.Result each : new StackBenchmark(STACK_WARM_UP, STACK_ROUNDS).run(work, progress)) {
            results.accept(new Result(
                    "stack of " + each.operation(),
                    "<= " + STACK_BYTES_MAX + " bytes",
                    each.typicalBytes() + " bytes, the median of " + each.calls() + " calls",
                    each.typicalBytes(),
                    "bytes",
                    each.typicalBytes() <= STACK_BYTES_MAX));
        }
    }
}
