package io.vexfs.testkit.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as one HTML page that needs nothing else: conditions, figures, plots. */
public final class ReportPage {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 860px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
            table { border-collapse: collapse; margin: 1em 0 } td, th { padding: 2px 12px 2px 0; text-align: left; vertical-align: top }
            td.number { text-align: right; font-variant-numeric: tabular-nums } h2 { border-top: 1px solid #ccc; padding-top: 1em }
            svg { width: 100% } svg text { font: 12px system-ui, sans-serif; fill: #444 } .grid { stroke: #ddd }
            """;

    private ReportPage() {}

    /** Writes the page, in place of what is there. */
    public static void write(Path file, String title, List<BenchResult> results) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><title>")
                .append(LineChart.escaped(title))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(LineChart.escaped(title))
                .append("</h1>\n");
        results.forEach(result -> section(page, result));
        Files.writeString(file, page.append("</body></html>\n").toString());
    }

    private static void section(StringBuilder page, BenchResult result) {
        page.append("<h2>").append(LineChart.escaped(result.name())).append("</h2>\n<p>");
        List<String> conditions = new ArrayList<>();
        result.conditions().forEach((name, value) -> conditions.add(LineChart.escaped(name + " = " + value)));
        page.append(String.join(" · ", conditions)).append("</p>\n");
        Map<String, List<Series>> charts = new LinkedHashMap<>();
        result.series()
                .forEach(line -> charts.computeIfAbsent(line.chart(), name -> new ArrayList<>())
                        .add(line));
        charts.forEach((name, lines) -> page.append("<h3>")
                .append(LineChart.escaped(name))
                .append("</h3>\n")
                .append(LineChart.svg(lines)));
        page.append("<table><tr><th>figure</th><th>median</th><th>least to most</th></tr>\n");
        for (Figure figure : result.figures()) {
            page.append("<tr><td>")
                    .append(LineChart.escaped(figure.name()))
                    .append("</td><td class='number'>")
                    .append(figure.text())
                    .append("</td><td class='number'>")
                    .append(figure.samples().size() < 2 ? "" : range(figure))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private static String range(Figure figure) {
        double least =
                figure.samples().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most =
                figure.samples().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return Figure.text(least) + " to " + Figure.text(most);
    }
}
