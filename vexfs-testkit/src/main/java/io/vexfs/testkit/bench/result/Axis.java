package io.vexfs.testkit.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** One axis of a plot: from where to where, how a value is placed, and round numbers to write beside it. */
record Axis(double min, double max, boolean log, List<Double> ticks, DoubleFunction<String> text) {
    private static final int TICKS = 5;
    private static final int TICKS_MAX = 8;
    private static final double[] ROUND = {1, 2, 5, 10};
    /** Ends of a range that are as good as equal to a tick. */
    private static final double SLACK = 1e-9;

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** Keeps to the values, with the round numbers among them. */
    static Axis within(double low, double high) {
        double max = Math.max(high, low + SLACK);
        double step = step(max - low);
        List<Double> ticks = new ArrayList<>();
        for (double at = Math.ceil(low / step - SLACK); at <= max / step + SLACK; at++) {
            ticks.add(at * step);
        }
        return new Axis(low, max, false, ticks, Axis::plain);
    }

    /** From 0, or the round number below the least, to the round number above the largest. */
    static Axis from0(double low, double high) {
        double step = step(Math.max(high - Math.min(0, low), SLACK));
        double min = Math.floor(Math.min(0, low) / step) * step;
        List<Double> ticks = new ArrayList<>();
        double last = min;
        for (int i = 0; i == 0 || last < high - SLACK; i++) {
            last = min + i * step;
            ticks.add(last);
        }
        return new Axis(min, Math.max(last, min + SLACK), false, ticks, Axis::plain);
    }

    /** Between round numbers, each step a factor; for values above 0. */
    static Axis logarithmic(double low, double high) {
        List<Double> fine = new ArrayList<>();
        List<Double> decades = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high * 10; decade *= 10) {
            decades.add(decade);
            for (int i = 0; i < ROUND.length - 1; i++) {
                fine.add(decade * ROUND[i]);
            }
        }
        List<Double> finely = around(fine, low, high);
        List<Double> ticks = finely.size() <= TICKS_MAX ? finely : around(decades, low, high);
        return new Axis(ticks.get(0), ticks.get(ticks.size() - 1), true, ticks, Axis::plain);
    }

    /** Of nines: 1 is written as 90, 2 as 99 and so on. */
    static Axis percentiles(double low, double high) {
        List<Double> ticks = new ArrayList<>();
        for (double nines = Math.ceil(low - SLACK); nines <= high + SLACK; nines++) {
            ticks.add(nines);
        }
        return new Axis(
                low, Math.max(high, low + SLACK), false, ticks, nines -> plain(100 - 100 / Math.pow(10, nines)));
    }

    /** From the last that is not above {@code low} to the first that is not below {@code high}. */
    private static List<Double> around(List<Double> ticks, double low, double high) {
        int from = 0;
        int to = ticks.size() - 1;
        while (from + 1 < to && ticks.get(from + 1) <= low) {
            from++;
        }
        while (to - 1 > from && ticks.get(to - 1) >= high) {
            to--;
        }
        return ticks.subList(from, to + 1);
    }

    private static double step(double range) {
        double decade = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
        for (double round : ROUND) {
            if (range / (decade * round) <= TICKS + SLACK) {
                return decade * round;
            }
        }
        return decade * 10;
    }

    /** Without the zeros that say nothing, and without what is left of computing. */
    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
        return text.equals("-0") ? "0" : text;
    }

    /** Where a value lies, from 0 at the one end to 1 at the other. */
    double part(double value) {
        return log ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min)) : (value - min) / (max - min);
    }

    /** What is written beside a tick. */
    String text(double tick) {
        return text.apply(tick);
    }
}
