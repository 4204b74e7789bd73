package io.vexfs.testkit.bench.peers;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Queries a second against recall, measured at some points.
 *
 * @param points by ascending recall
 */
public record RecallCurve(List<Point> points) {
    /** Sorts by recall; of points with the same recall the slower first. */
    public RecallCurve {
        points = points.stream()
                .sorted(Comparator.comparingDouble(Point::recall).thenComparingDouble(Point::queriesPerSecond))
                .toList();
    }

    /**
     * One measurement.
     *
     * @param ef candidates kept by a search
     * @param recall recall@10
     * @param queriesPerSecond median over the rounds
     */
    public record Point(int ef, double recall, double queriesPerSecond) {}

    /** Whether even the first point has a higher recall, so that there is nothing to interpolate. */
    public boolean startsAbove(double recall) {
        return !points.isEmpty() && points.get(0).recall() > recall;
    }

    /**
     * Queries a second at a recall: between the two points around it the logarithm of the speed is taken as linear in the
     * recall. Below the first point the first point's own speed, which is then too low; empty above the last.
     */
    public OptionalDouble queriesPerSecondAt(double recall) {
        if (points.isEmpty() || points.get(points.size() - 1).recall() < recall) {
            return OptionalDouble.empty();
        }
        int above = 0;
        while (points.get(above).recall() < recall) {
            above++;
        }
        Point high = points.get(above);
        if (above == 0) {
            return OptionalDouble.of(high.queriesPerSecond());
        }
        Point low = points.get(above - 1);
        double part = (recall - low.recall()) / (high.recall() - low.recall());
        return OptionalDouble.of(
                Math.exp((1 - part) * Math.log(low.queriesPerSecond()) + part * Math.log(high.queriesPerSecond())));
    }
}
