package io.vexfs.testkit.bench;

import java.util.Arrays;
import java.util.List;

/** The middle of some measurements; of an even number the mean of the two in the middle. */
public final class Median {
    private Median() {}

    /** The median of one or more numbers. */
    public static double of(List<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("median: expected one number or more, was none");
        }
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
