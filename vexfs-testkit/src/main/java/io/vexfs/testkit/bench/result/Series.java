package io.vexfs.testkit.bench.result;

import java.util.List;

/**
 * A line of a plot.
 *
 * @param chart what the plot is about; lines of the same chart are drawn together
 * @param name of the line
 * @param xAxis what goes to the right, with its unit
 * @param yAxis what goes up, with its unit
 * @param points in their order
 */
public record Series(String chart, String name, String xAxis, String yAxis, List<Point> points) {
    /** The axis of percentiles, whose points are at nines: 1 is 90, 2 is 99, and so on. */
    public static final String PERCENTILE = "percentile";

    /** Copies the points. */
    public Series {
        points = List.copyOf(points);
    }

    /**
     * A point of a line.
     *
     * @param x to the right
     * @param y up
     */
    public record Point(double x, double y) {}
}
