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
    private static final int TICKS = 5;
    /** From this ratio of the largest to the smallest value on, the axis is logarithmic. */
    private static final double LOG_FROM = 20;

    private final List<Series> lines;
    private final StringBuilder svg = new StringBuilder();
    private final double xMin;
    private final double xMax;
    private final double yMin;
    private final double yMax;
    private final boolean log;

    private LineChart(List<Series> lines) {
        this.lines = lines;
        xMin = xs().min().orElse(0);
        xMax = Math.max(xs().max().orElse(1), xMin + 1e-9);
        double low = ys().min().orElse(0);
        double high = ys().max().orElse(1);
        log = low > 0 && high / low >= LOG_FROM;
        // A line that hardly moves is to look so: other axes begin at 0.
        yMin = log ? low : Math.min(0, low);
        yMax = Math.max(high, yMin + 1e-9);
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
        return LEFT + (value - xMin) / (xMax - xMin) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        double part = log
                ? (Math.log(value) - Math.log(yMin)) / (Math.log(yMax) - Math.log(yMin))
                : (value - yMin) / (yMax - yMin);
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
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
        for (int i = 0; i <= TICKS; i++) {
            double part = (double) i / TICKS;
            double value = log
                    ? Math.exp(Math.log(yMin) + part * (Math.log(yMax) - Math.log(yMin)))
                    : yMin + part * (yMax - yMin);
            add("<path class='grid' d='M%d %.1fH%d'/>", LEFT, y(value), WIDTH - RIGHT);
            add("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y(value) + 4, Figure.text(value));
            double across = xMin + part * (xMax - xMin);
            add(
                    "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
                    x(across), HEIGHT - BOTTOM + 18, Figure.text(across));
        }
        add(
                "<text x='%d' y='%d' text-anchor='middle'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8,
                escaped(lines.isEmpty() ? "" : lines.get(0).xAxis()));
        add(
                "<text transform='translate(14 %d) rotate(-90)' text-anchor='middle'>%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2,
                escaped((lines.isEmpty() ? "" : lines.get(0).yAxis()) + (log ? " (logarithmic)" : "")));
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
