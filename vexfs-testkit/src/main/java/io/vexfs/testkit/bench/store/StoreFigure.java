package io.vexfs.testkit.bench.store;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One measured number.
 *
 * @param name what it is, with its unit last
 * @param value what was measured
 * @param least what it is to be at least
 * @param most what it is to be at most
 */
public record StoreFigure(String name, double value, OptionalDouble least, OptionalDouble most) {
    static StoreFigure plain(String name, double value) {
        return new StoreFigure(name, value, OptionalDouble.empty(), OptionalDouble.empty());
    }

    static StoreFigure atLeast(String name, double value, double target) {
        return new StoreFigure(name, value, OptionalDouble.of(target), OptionalDouble.empty());
    }

    static StoreFigure atMost(String name, double value, double target) {
        return new StoreFigure(name, value, OptionalDouble.empty(), OptionalDouble.of(target));
    }

    /** Whether it is where it is to be; true if nothing is asked of it. */
    public boolean met() {
        return value >= least.orElse(value) && value <= most.orElse(value);
    }

    /** The number and, where there is one, the target and whether it is met. */
    String line() {
        String line = name + "=" + text(value);
        if (least.isPresent()) {
            line += " target>=" + text(least.getAsDouble());
        }
        if (most.isPresent()) {
            line += " target<=" + text(most.getAsDouble());
        }
        return least.isPresent() || most.isPresent() ? line + (met() ? " met" : " missed") : line;
    }

    private static String text(double number) {
        boolean whole = number == Math.rint(number) || Math.abs(number) >= 1_000;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", number);
    }
}
