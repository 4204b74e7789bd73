package io.vexfs.testkit.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A plot as SVG: lines with points, axes, a legend; needs no fonts and no AWT, so that it is drawn on any JDK. */
final class LineChart {
    private static final List<String> COLOURS =
            List.of("#1f6f8b", "#d1495b", "#6a994e", "#7b5ea7", "#e09f3e", "#3d405b", "#2a9d8f", "#9c6644");
    private static final int WIDTH = 820;
    private static final int HEIGHT = 360;
    private static final int LEFT = 90;
    private static final int RIGHT = 190;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    /** From this ratio of the largest to the smallest value on, the axis is logarithmic. */
    private static final double LOG_FROM = 20;

    private final List<Series> lines;
    private final StringBuilder svg = new StringBuilder();
    private final Axis across;
    private final Axis up;

    private LineChart(List<Series> lines) {
        this.lines = lines;
        double left = xs().min().orElse(0);
        double right = xs().max().orElse(1);
        boolean percentiles = !lines.isEmpty() && lines.get(0).xAxis().equals(Series.PERCENTILE);
        across = percentiles ? Axis.percentiles(left, right) : Axis.within(left, right);
        double low = ys().min().orElse(0);
        double high = ys().max().orElse(1);
        // A line that hardly moves is to look so: other axes begin at 0.
        up = low > 0 && high / low >= LOG_FROM ? Axis.logarithmic(low, high) : Axis.from0(low, high);
    }

    /** The plot of lines that belong together. */
    static String svg(List<Series> lines) {
        LineChart chart = new LineChart(
                lines.stream().filter(line -> !line.points().isEmpty()).toList());
        chart.draw();
        return chart.svg.toString();
    }

    private DoubleStream xs() {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::x);
    }

    private DoubleStream ys() {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::y);
    }

    private double x(double value) {
        return LEFT + across.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.part(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void draw() {
        add("<svg viewBox='0 0 %d %d' role='img' xmlns='http://www.w3.org/2000/svg'>", WIDTH, HEIGHT);
        axes();
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), COLOURS.get(i % COLOURS.size()), i);
        }
        svg.append("</svg>");
    }

    private void axes() {
        for (double tick : up.ticks()) {
            add("<path class='grid' d='M%d %.1fH%d'/>", LEFT, y(tick), WIDTH - RIGHT);
            add("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y(tick) + 4, up.text(tick));
        }
        for (double tick : across.ticks()) {
            add("<path class='grid' d='M%.1f %dV%d'/>", x(tick), HEIGHT - BOTTOM, HEIGHT - BOTTOM + 5);
            add(
                    "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
                    x(tick), HEIGHT - BOTTOM + 18, across.text(tick));
        }
        add(
                "<text x='%d' y='%d' text-anchor='middle'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8,
                escaped(lines.isEmpty() ? "" : lines.get(0).xAxis()));
        add(
                "<text transform='translate(14 %d) rotate(-90)' text-anchor='middle'>%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2,
                escaped((lines.isEmpty() ? "" : lines.get(0).yAxis()) + (up.log() ? " (logarithmic)" : "")));
    }

    private void line(Series line, String colour, int number) {
        StringBuilder path = new StringBuilder();
        for (Series.Point point : line.points()) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", x(point.x()), y(point.y())));
        }
        add("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path, colour);
        for (Series.Point point : line.points()) {
            add(
                    "<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'><title>%s: %s, %s</title></circle>",
                    x(point.x()),
                    y(point.y()),
                    colour,
                    escaped(line.name()),
                    Figure.text(point.x()),
                    Figure.text(point.y()));
        }
        int top = TOP + 10 + number * 18;
        add("<path d='M%d %dh18' stroke='%s' stroke-width='3'/>", WIDTH - RIGHT + 12, top, colour);
        add("<text x='%d' y='%d'>%s</text>", WIDTH - RIGHT + 36, top + 4, escaped(line.name()));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** A text inside of markup. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }
}
