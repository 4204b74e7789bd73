package io.vexfs.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The limit of each {@link Budget}. Immutable; start from {@link #DEFAULT}.
 *
 * @param limits nanoseconds, a ratio or bytes, as the budget's unit says
 */
public record PerformanceThresholds(Map<Budget, Double> limits) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double KIB = 1_024;

    /**
     * A store 100 ms, a search 50 ms, a forced sync 200 ms, an operation on ordinary files 10 ms, 1 % failures, 64 MiB
     * of heap, 6 KiB of stack.
     */
    public static final PerformanceThresholds DEFAULT = new PerformanceThresholds(Map.of(
            Budget.STORE, 100 * NANOS_PER_MILLI,
            Budget.SEARCH, 50 * NANOS_PER_MILLI,
            Budget.SYNC, 200 * NANOS_PER_MILLI,
            Budget.OPERATION, 10 * NANOS_PER_MILLI,
            Budget.ERROR_RATE, 0.01,
            Budget.MEMORY, 64 * KIB * KIB,
            Budget.STACK, 6 * KIB));

    /** Checks that every budget has a limit in its range. */
    public PerformanceThresholds {
        limits = Map.copyOf(limits);
        for (Budget budget : Budget.values()) {
            requireRange(budget, limits.getOrDefault(budget, Double.NaN));
        }
    }

    private static void requireRange(Budget budget, double limit) {
        double max =
                switch (budget.unit()) {
                    case NANOS -> Duration.ofHours(1).toNanos();
                    case RATIO -> 1;
                    case BYTES -> Long.MAX_VALUE;
                };
        if (!(limit > 0 && limit <= max)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "threshold " + budget.text() + ": expected " + range(budget) + ", was " + limit);
        }
    }

    private static String range(Budget budget) {
        return switch (budget.unit()) {
            case NANOS -> "a time above 0 and up to 1h (such as 5ms, 250us, 2s)";
            case RATIO -> "a ratio above 0 and up to 1 (such as 0.01)";
            case BYTES -> "a size above 0 (such as 6k, 64m, 2g)";
        };
    }

    /** The limit of a budget. */
    public double limit(Budget budget) {
        return limits.getOrDefault(budget, Double.NaN);
    }

    /** The same with another limit. */
    public PerformanceThresholds with(Budget budget, double limit) {
        Map<Budget, Double> changed = new EnumMap<>(limits);
        changed.put(budget, limit);
        return new PerformanceThresholds(changed);
    }

    /**
     * The same with a limit from text: {@code search=20ms}, {@code error-rate=0.05}, {@code memory=2g}.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} that names both sides
     */
    public PerformanceThresholds with(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        for (Budget budget : Budget.values()) {
            if (budget.text().equals(name)) {
                return with(budget, parse(budget, equals < 0 ? "" : text.substring(equals + 1)));
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "threshold: expected NAME=LIMIT with one of "
                        + Arrays.stream(Budget.values()).map(Budget::text).collect(Collectors.joining(", "))
                        + ", was '" + text + "'");
    }

    private static double parse(Budget budget, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int end = lower.length();
        while (end > 0 && Character.isLetter(lower.charAt(end - 1))) {
            end--;
        }
        Map<String, Double> units =
                switch (budget.unit()) {
                    case NANOS -> Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);
                    case RATIO -> Map.of("", 1.0);
                    case BYTES -> Map.of("", 1.0, "k", KIB, "m", KIB * KIB, "g", KIB * KIB * KIB);
                };
        Double unit = units.get(lower.substring(end));
        try {
            if (unit != null) {
                return Double.parseDouble(lower.substring(0, end)) * unit;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says it.
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "threshold " + budget.text() + ": expected " + range(budget) + ", was '" + text + "'");
    }
}
