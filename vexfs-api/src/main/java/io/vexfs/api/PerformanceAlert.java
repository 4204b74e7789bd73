package io.vexfs.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A stretch of time in which something was above its limit. Immutable; one that goes on is replaced by one that has
 * ended.
 *
 * @param budget what
 * @param start when it was first seen above the limit
 * @param end when it had been well below the limit for a while; empty as long as it goes on
 * @param limit in the budget's unit
 * @param worst the highest seen, in the budget's unit
 */
public record PerformanceAlert(Budget budget, Instant start, Optional<Instant> end, double limit, double worst) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Checks that nothing is missing. */
    public PerformanceAlert {
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }

    /** Whether it goes on. */
    public boolean active() {
        return end.isEmpty();
    }

    PerformanceAlert with(double value) {
        return value <= worst ? this : new PerformanceAlert(budget, start, end, limit, value);
    }

    PerformanceAlert endedAt(Instant time) {
        return new PerformanceAlert(budget, start, Optional.of(time), limit, worst);
    }

    /** One line: {@code search: 61.2 ms, limit 50.0 ms}. */
    public String text() {
        return budget.text() + ": " + text(worst) + ", limit " + text(limit);
    }

    private String text(double value) {
        return switch (budget.unit()) {
            case NANOS -> String.format(Locale.ROOT, "%.1f ms", value / NANOS_PER_MILLI);
            case RATIO -> String.format(Locale.ROOT, "%.2f %%", value * 100);
            case BYTES -> String.format(Locale.ROOT, "%,d bytes", (long) value);
        };
    }
}
