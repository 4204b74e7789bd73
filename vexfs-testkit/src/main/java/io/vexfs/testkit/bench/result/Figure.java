package io.vexfs.testkit.bench.result;

import io.vexfs.testkit.bench.Median;
import java.util.List;
import java.util.Locale;

/**
 * A measured number with a name.
 *
 * @param name what it is, with its unit last: {@code search.p99Micros}, {@code stored_per_s}
 * @param samples what single measurements gave, one or more
 */
public record Figure(String name, List<Double> samples) {
    /** Which way is better. */
    public enum Better {
        /** More is. */
        HIGHER,
        /** Less is. */
        LOWER,
        /** Nobody can say. */
        UNKNOWN
    }

    /** Copies the samples. */
    public Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected one sample or more, was none");
        }
    }

    /** One measurement. */
    public static Figure of(String name, double value) {
        return new Figure(name, List.of(value));
    }

    /** The median of the samples. */
    public double value() {
        return Median.of(samples);
    }

    /** Which way is better, by the words of the name. */
    public Better better() {
        String words = name.toLowerCase(Locale.ROOT);
        if (words.contains("recall")
                || words.contains("persecond")
                || words.contains("per_s")
                || words.contains("qps")) {
            return Better.HIGHER;
        }
        return words.matches(
                        ".*(micros|millis|nanos|seconds|_us|_ms|_s|bytes|bytes_per_vector|errors|lost|lostafteropen|pending.*)")
                ? Better.LOWER
                : Better.UNKNOWN;
    }

    /** The number as people read it. */
    public String text() {
        return text(value());
    }

    /** A number with as many places as it needs. */
    static String text(double number) {
        double size = Math.abs(number);
        String format = number == Math.rint(number) || size >= 1_000 ? "%.0f" : size >= 10 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, number);
    }
}
