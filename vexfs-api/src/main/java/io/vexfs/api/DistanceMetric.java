package io.vexfs.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How far two vectors are from each other; a smaller distance is always nearer. */
public enum DistanceMetric {
    /** Euclidean distance (not squared), 0 and up. */
    L2("l2"),
    /** 1 − cosine of the angle, 0 to 2; a zero vector has none and is refused. */
    COSINE("cosine"),
    /** −(a · b): the negated inner product, any sign. */
    DOT("dot");

    private final String text;

    DistanceMetric(String text) {
        this.text = text;
    }

    /** The name in files, options and attributes: {@code l2}, {@code cosine}, {@code dot}. */
    public String text() {
        return text;
    }

    /**
     * The metric of that name.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for another name
     */
    public static DistanceMetric parse(String text) {
        for (DistanceMetric metric : values()) {
            if (metric.text.equalsIgnoreCase(text)) {
                return metric;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown metric: expected one of "
                        + Arrays.stream(values()).map(DistanceMetric::text).collect(Collectors.joining(", "))
                        + ", was '" + text + "'");
    }
}
