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
    DOT("dot"),
    /** The sum of the differences of the components, 0 and up. */
    L1("l1"),
    /** In how many components two vectors of bits (components 0 and 1) differ. */
    HAMMING("hamming"),
    /**
     * 1 − the bits that two vectors (components 0 and 1) both have among those that either has, 0 to 1; 0 where neither
     * has any.
     */
    JACCARD("jaccard");

    private final String text;

    DistanceMetric(String text) {
        this.text = text;
    }

    /** The name in files, options and attributes: {@code l2}, {@code cosine}, {@code dot}, {@code l1} and so on. */
    public String text() {
        return text;
    }

    /** Whether it compares bits: components that are 0 or 1 and nothing else. */
    public boolean bits() {
        return this == HAMMING || this == JACCARD;
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
