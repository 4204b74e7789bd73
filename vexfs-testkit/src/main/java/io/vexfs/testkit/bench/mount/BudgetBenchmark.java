package io.vexfs.testkit.bench.mount;

import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Every budget, what was measured, and whether it holds; through a mount over 10,000 vectors of 384 components. */
public final class BudgetBenchmark {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 384;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int STACK_BYTES_MAX = 6 << 10;
    private static final double COST_MAX = 0.03;
    private static final int COST_ROUNDS = 300;
    private static final int STACK_WARM_UP = 4_000;
    private static final int STACK_ROUNDS = 150;
    private static final int CLIENTS = 4;
    private static final int CLIENTS_MANY = 8;

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
     * @param holds whether it is kept
     */
    public record Result(String name, String limit, String measured, boolean holds) {
        /** One line of the table. */
        public String line() {
            return String.format(
                    Locale.ROOT, "%-22s %-14s %-44s %s", name, limit, measured, holds ? "holds" : "DOES NOT HOLD");
        }
    }

    /** What can be measured by itself. */
    public enum Part {
        LATENCIES,
        STACK,
        COST,
        MEMORY
    }

    /** Measures some parts in stores below {@code work}; memory needs a JVM of its own and is not measured here. */
    public List<Result> run(Path work, Set<Part> parts, Progress progress) throws IOException {
        List<Result> results = new ArrayList<>();
        progress.begin("budgets", parts.size());
        if (parts.contains(Part.LATENCIES)) {
            latencies(work, results);
            progress.step(1);
        }
        if (parts.contains(Part.STACK)) {
            stack(work, results);
            progress.step(1);
        }
        if (parts.contains(Part.COST)) {
            cost(work, results);
            progress.step(1);
        }
        progress.end();
        return results;
    }

    private void latencies(Path work, List<Result> results) throws IOException {
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
            Workload workload = new Workload(bench, VECTORS, DIMENSIONS);
            warmUp(workload);
            latencies(workload, results);
            rates(workload, results);
        }
    }

    private static void cost(Path work, List<Result> results) throws IOException {
        for (MetricsCost.Result cost : new MetricsCost(COST_ROUNDS).run(work)) {
            results.add(new Result(
                    "cost of metrics",
                    "<= 3 %",
                    String.format(
                            Locale.ROOT,
                            "%.2f %% of %.1f us, %s",
                            cost.cost() * 100,
                            cost.offNanos() / 1_000,
                            cost.call()),
                    cost.cost() <= COST_MAX));
        }
    }

    private void warmUp(Workload workload) {
        Rates.measure(CLIENTS, phaseNanos, workload::storing);
        Rates.measure(CLIENTS, phaseNanos, workload::searching);
        Rates.measure(CLIENTS, phaseNanos, workload::ordinary);
    }

    private void latencies(Workload workload, List<Result> results) {
        results.add(p99("store p99", 5, Rates.measure(1, phaseNanos, workload::storing)));
        results.add(p99("search p99", 2, Rates.measure(1, phaseNanos, workload::searching)));
        results.add(p99("forced sync p99", 50, Rates.measure(1, phaseNanos, number -> workload.syncing())));
        results.add(p99("basic operation p99", 0.5, Rates.measure(1, phaseNanos, workload::ordinary)));
    }

    private static Result p99(String name, double limitMillis, Rates rates) {
        double millis = rates.p99Nanos() / NANOS_PER_MILLI;
        return new Result(
                name,
                "< " + limitMillis + " ms",
                String.format(Locale.ROOT, "%.3f ms", millis),
                millis < limitMillis && rates.errors() == 0);
    }

    private void rates(Workload workload, List<Result> results) {
        results.add(rate("stores", 2_000, Rates.measure(CLIENTS, phaseNanos, workload::storing)));
        results.add(rate("searches", 3_000, Rates.measure(CLIENTS, phaseNanos, workload::searching)));
        Rates many = Rates.measure(
                CLIENTS_MANY,
                phaseNanos,
                number -> number % 2 == 0 ? workload.storing(number) : workload.searching(number));
        results.add(new Result(
                CLIENTS_MANY + " clients at once",
                "no error",
                String.format(Locale.ROOT, "%d errors, %.0f/s", many.errors(), many.perSecond()),
                many.errors() == 0));
    }

    private static Result rate(String name, double least, Rates rates) {
        return new Result(
                name + " a second",
                String.format(Locale.ROOT, ">= %.0f", least),
                String.format(Locale.ROOT, "%.0f with %d clients", rates.perSecond(), CLIENTS),
                rates.perSecond() >= least && rates.errors() == 0);
    }

    private static void stack(Path work, List<Result> results) throws IOException {
        StackBenchmark.Result worst = new StackBenchmark(STACK_WARM_UP, STACK_ROUNDS)
                .run(work, Progress.NONE).stream()
                        .max(Comparator.comparingLong(StackBenchmark.Result::typicalBytes))
                        .orElseThrow();
        results.add(new Result(
                "stack of an operation",
                "<= " + STACK_BYTES_MAX + " bytes",
                worst.typicalBytes() + " bytes (" + worst.operation() + ")",
                worst.typicalBytes() <= STACK_BYTES_MAX));
    }
}
