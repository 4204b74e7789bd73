package io.vexfs.testkit.bench.mount;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lines over time, in panels one below the other, as an SVG picture: no fonts of this machine are needed to draw it. */
final class SvgChart {
    private static final int WIDTH = 1_000;
    private static final int PANEL = 250;
    private static final int LEFT = 90;
    private static final int RIGHT = 190;
    private static final int TOP = 34;
    private static final int BOTTOM = 30;
    private static final int GRID_LINES = 5;
    private static final int LEGEND_STEP = 18;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#17becf", "#7f7f7f");

    private final String title;
    private final List<Panel> panels = new ArrayList<>();

    SvgChart(String title) {
        this.title = title;
    }

    /**
     * One picture of some lines.
     *
     * @param title with the unit
     * @param logarithmic whether each grid line is ten times the one below
     * @param lines by name: values by the time in minutes
     */
    private record Panel(String title, boolean logarithmic, Map<String, TreeMap<Double, Double>> lines) {}

    /** Adds a panel; {@code lines} has values by the time in minutes. */
    SvgChart panel(String name, boolean logarithmic, Map<String, TreeMap<Double, Double>> lines) {
        panels.add(new Panel(name, logarithmic, lines));
        return this;
    }

    /** The picture. */
    String text() {
        int height = TOP + panels.size() * PANEL;
        StringBuilder out = new StringBuilder();
        out.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, height, WIDTH, height));
        out.append(format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, height));
        out.append(format("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>%n", LEFT, escaped(title)));
        for (int i = 0; i < panels.size(); i++) {
            draw(panels.get(i), TOP + i * PANEL, out);
        }
        return out.append("</svg>\n").toString();
    }

    private static void draw(Panel panel, int top, StringBuilder out) {
        double end = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (TreeMap<Double, Double> line : panel.lines().values()) {
            for (Map.Entry<Double, Double> point : line.entrySet()) {
                end = Math.max(end, point.getKey());
                most = Math.max(most, point.getValue());
                least = point.getValue() > 0 ? Math.min(least, point.getValue()) : least;
            }
        }
        double low = panel.logarithmic() ? Math.floor(Math.log10(Math.min(least, Math.max(most, 1e-9)))) : 0;
        double high =
                panel.logarithmic() ? Math.max(low + 1, Math.ceil(Math.log10(Math.max(most, 1e-9)))) : roundUp(most);
        int plotTop = top + BOTTOM / 2;
        int plotHeight = PANEL - BOTTOM - TOP;
        int plotWidth = WIDTH - LEFT - RIGHT;
        out.append(format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n", LEFT, plotTop - 4, escaped(panel.title())));
        int steps = panel.logarithmic() ? (int) (high - low) : GRID_LINES;
        for (int step = 0; step <= steps; step++) {
            double value = low + (high - low) * step / steps;
            int y = plotTop + plotHeight - (int) Math.round((double) plotHeight * step / steps);
            out.append(format(
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>"
                            + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    y,
                    LEFT + plotWidth,
                    y,
                    LEFT - 6,
                    y + 4,
                    number(panel.logarithmic() ? Math.pow(10, value) : value)));
        }
        for (int step = 0; step <= GRID_LINES; step++) {
            int x = LEFT + plotWidth * step / GRID_LINES;
            out.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s min</text>%n",
                    x, plotTop + plotHeight + 16, number(end * step / GRID_LINES)));
        }
        int colour = 0;
        for (Map.Entry<String, TreeMap<Double, Double>> line : panel.lines().entrySet()) {
            StringBuilder points = new StringBuilder();
            for (Map.Entry<Double, Double> point : line.getValue().entrySet()) {
                double value = panel.logarithmic()
                        ? Math.log10(Math.max(point.getValue(), Math.pow(10, low)))
                        : point.getValue();
                points.append(format(
                        "%.1f,%.1f ",
                        LEFT + plotWidth * (end == 0 ? 0 : point.getKey() / end),
                        plotTop + plotHeight * (1 - (value - low) / (high - low))));
            }
            String stroke = COLOURS.get(colour % COLOURS.size());
            int y = plotTop + 6 + colour * LEGEND_STEP;
            out.append(format(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"%s\"/>"
                            + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    stroke, points, LEFT + plotWidth + 10, y + 4, stroke, escaped(line.getKey())));
            colour++;
        }
    }

    private static double roundUp(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        return Math.ceil(most / power) * power;
    }

    private static String number(double value) {
        return value >= 10 || value == Math.rint(value) ? format("%,.0f", value) : format("%.2g", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
