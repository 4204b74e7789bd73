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
    private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final int PLOT_HEIGHT = PANEL - BOTTOM - TOP;
    private static final double LEAST = 1e-9;
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

    /**
     * Where the lines of a panel are drawn, and from where to where their values go.
     *
     * @param top in the picture
     * @param end of the time, in minutes
     * @param low the value at the bottom; its logarithm in a logarithmic panel
     * @param high the same at the top
     */
    private record Frame(int top, double end, double low, double high) {
        static Frame of(Panel panel, int top) {
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
            if (!panel.logarithmic()) {
                return new Frame(top, end, 0, roundUp(most));
            }
            double low = Math.floor(Math.log10(Math.min(least, Math.max(most, LEAST))));
            return new Frame(top, end, low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(most, LEAST)))));
        }

        double x(double minutes) {
            return LEFT + PLOT_WIDTH * (end == 0 ? 0 : minutes / end);
        }

        double y(double value) {
            return top + PLOT_HEIGHT * (1 - (value - low) / (high - low));
        }
    }

    private static void draw(Panel panel, int top, StringBuilder out) {
        Frame frame = Frame.of(panel, top + BOTTOM / 2);
        out.append(format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
                LEFT, frame.top() - 4, escaped(panel.title())));
        grid(panel.logarithmic(), frame, out);
        int colour = 0;
        for (Map.Entry<String, TreeMap<Double, Double>> line : panel.lines().entrySet()) {
            StringBuilder points = new StringBuilder();
            line.getValue().forEach((minutes, value) -> {
                double shown = panel.logarithmic() ? Math.log10(Math.max(value, Math.pow(10, frame.low()))) : value;
                points.append(format("%.1f,%.1f ", frame.x(minutes), frame.y(shown)));
            });
            String stroke = COLOURS.get(colour % COLOURS.size());
            out.append(format(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\" points=\"%s\"/>"
                            + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    stroke,
                    points,
                    LEFT + PLOT_WIDTH + 10,
                    frame.top() + 10 + colour * LEGEND_STEP,
                    stroke,
                    escaped(line.getKey())));
            colour++;
        }
    }

    private static void grid(boolean logarithmic, Frame frame, StringBuilder out) {
        int steps = logarithmic ? (int) (frame.high() - frame.low()) : GRID_LINES;
        for (int step = 0; step <= steps; step++) {
            double value = frame.low() + (frame.high() - frame.low()) * step / steps;
            out.append(format(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    frame.y(value),
                    LEFT + PLOT_WIDTH,
                    frame.y(value),
                    LEFT - 6,
                    frame.y(value) + 4,
                    number(logarithmic ? Math.pow(10, value) : value)));
        }
        for (int step = 0; step <= GRID_LINES; step++) {
            double minutes = frame.end() * step / GRID_LINES;
            out.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s min</text>%n",
                    LEFT + (double) PLOT_WIDTH * step / GRID_LINES, frame.top() + PLOT_HEIGHT + 16, number(minutes)));
        }
    }

    private static double roundUp(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, LEAST))));
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
