package io.vexfs.testkit.bench.disk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.testkit.bench.Median;
import io.vexfs.testkit.bench.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was measured in one run.
 *
 * @param conditions what it was measured under
 * @param figures row by row
 * @param missing sides that could not run, and why
 */
public record DiskReport(Map<String, String> conditions, List<DiskFigure> figures, Map<String, String> missing) {
    static final String MOUNT = "vexfs";
    static final String MOUNT_DEFAULTS = "vexfs-defaults";
    static final String C = "c";
    static final String C_DEFAULTS = "c-defaults";
    static final String HOST = "host";

    /** To the pass-through: of every row that has no target of its own. */
    static final double LEAST_RATIO = 0.9;
    /** To the pass-through: in the middle of those rows. */
    private static final double LEAST_MEDIAN = 1.1;

    /** Copies the collections. */
    public DiskReport {
        conditions = new LinkedHashMap<>(conditions);
        figures = List.copyOf(figures);
        missing = new LinkedHashMap<>(missing);
    }

    /** The tables, ready to print. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        conditions.forEach((name, value) -> lines.add(name + "=" + value));
        missing.forEach((side, why) -> lines.add("not measured: " + side + ": " + why));
        table(lines, "The same options", MOUNT, C, true);
        if (conditions.getOrDefault("tables", "").contains("defaults")) {
            table(lines, "Each side's defaults", MOUNT_DEFAULTS, C_DEFAULTS, false);
        }
        median().ifPresent(median -> lines.add(String.format(
                Locale.ROOT,
                "median of the ratios, without .vec: %.2f (at least %.1f: %s)",
                median,
                LEAST_MEDIAN,
                median >= LEAST_MEDIAN ? "met" : "MISSED")));
        return lines;
    }

    private void table(List<String> lines, String title, String mount, String c, boolean targets) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %3s %-8s %10s %10s %10s %8s %8s",
                title,
                "n",
                "unit",
                "vexfs",
                "c",
                "host",
                "to c",
                "to host"));
        for (DiskFigure figure : figures) {
            Optional<Double> ratio = figure.ratio(mount, c);
            boolean missed = targets && ratio.isPresent() && ratio.get() < figure.leastRatio();
            lines.add(String.format(
                            Locale.ROOT,
                            "%-24s %3d %-8s %10s %10s %10s %8s %8s%s",
                            figure.name(),
                            figure.workers(),
                            figure.unit(),
                            number(figure.rate(mount), "%.1f"),
                            number(figure.rate(c), "%.1f"),
                            number(figure.rate(HOST), "%.1f"),
                            number(ratio, "%.2f"),
                            number(figure.ratio(mount, HOST), "%.2f"),
                            missed ? String.format(Locale.ROOT, "  below %.1f", figure.leastRatio()) : "")
                    .stripTrailing());
        }
    }

    private static String number(Optional<Double> number, String format) {
        return number.map(value -> String.format(Locale.ROOT, format, value)).orElse("-");
    }

    /** The median of the ratios to the pass-through under the same options; files of vectors left out. */
    public Optional<Double> median() {
        List<Double> ratios = figures.stream()
                .filter(figure -> figure.leastRatio() == LEAST_RATIO)
                .flatMap(figure -> figure.ratio(MOUNT, C).stream())
                .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Median.of(ratios));
    }

    /** Targets that were missed, each with both sides; what was not measured misses none. */
    public List<String> missed() {
        List<String> missed = new ArrayList<>();
        for (DiskFigure figure : figures) {
            figure.ratio(MOUNT, C)
                    .filter(ratio -> ratio < figure.leastRatio())
                    .ifPresent(ratio -> missed.add(String.format(
                            Locale.ROOT,
                            "%s (%d workers) %.2f, expected %.1f",
                            figure.name(),
                            figure.workers(),
                            ratio,
                            figure.leastRatio())));
        }
        median().filter(median -> median < LEAST_MEDIAN)
                .ifPresent(median ->
                        missed.add(String.format(Locale.ROOT, "median %.2f, expected %.1f", median, LEAST_MEDIAN)));
        return missed;
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("notMeasured");
        for (Map.Entry<String, String> each : missing.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("rows");
        for (DiskFigure figure : figures) {
            json.writeStartObject();
            json.writeStringField("name", figure.name());
            json.writeNumberField("workers", figure.workers());
            json.writeStringField("unit", figure.unit());
            json.writeNumberField("leastRatio", figure.leastRatio());
            json.writeObjectFieldStart("rates");
            for (Map.Entry<String, List<Double>> side : figure.rates().entrySet()) {
                json.writeArrayFieldStart(side.getKey());
                for (double rate : side.getValue()) {
                    json.writeNumber(rate);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            optional(json, "ratioToC", figure.ratio(MOUNT, C));
            optional(json, "ratioToCDefaults", figure.ratio(MOUNT_DEFAULTS, C_DEFAULTS));
            optional(json, "ratioToHost", figure.ratio(MOUNT, HOST));
            json.writeEndObject();
        }
        json.writeEndArray();
        optional(json, "medianRatioToC", median());
        json.writeArrayFieldStart("missed");
        for (String each : missed()) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    private static void optional(JsonGenerator json, String name, Optional<Double> number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.get());
        }
    }
}
