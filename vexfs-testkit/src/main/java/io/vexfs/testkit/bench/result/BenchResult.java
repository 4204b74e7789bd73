package io.vexfs.testkit.bench.result;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.testkit.bench.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of a benchmark gave.
 *
 * @param conditions what was measured, on what and how, by name; {@code benchmark} names the benchmark
 * @param figures in the order in which they were measured
 * @param series lines to draw
 */
public record BenchResult(Map<String, String> conditions, List<Figure> figures, List<Series> series) {
    /** Copies the collections; the conditions keep their order. */
    public BenchResult {
        conditions = new LinkedHashMap<>(conditions);
        figures = List.copyOf(figures);
        series = List.copyOf(series);
    }

    /** What was run. */
    public String name() {
        return conditions.getOrDefault("benchmark", "benchmark");
    }

    /** The figure of that name. */
    public Optional<Figure> figure(String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
    }

    /** What a command prints: the conditions, then a line for each figure. */
    public List<String> lines() {
        List<String> words = new ArrayList<>();
        conditions.forEach((name, value) -> words.add(name + "=" + value));
        List<String> lines = new ArrayList<>();
        lines.add(String.join(" ", words));
        figures.forEach(figure -> lines.add(figure.name() + "=" + figure.text()));
        return lines;
    }

    /** Writes it as one JSON object, which {@link ResultFile} reads. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, json -> {
            json.writeArrayFieldStart("figures");
            for (Figure figure : figures) {
                json.writeStartObject();
                json.writeStringField("name", figure.name());
                json.writeNumberField("value", figure.value());
                if (figure.samples().size() > 1) {
                    numbers(json, "samples", figure.samples());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("series");
            for (Series each : series) {
                json.writeStartObject();
                json.writeStringField("chart", each.chart());
                json.writeStringField("name", each.name());
                json.writeStringField("xAxis", each.xAxis());
                json.writeStringField("yAxis", each.yAxis());
                numbers(json, "x", each.points().stream().map(Series.Point::x).toList());
                numbers(json, "y", each.points().stream().map(Series.Point::y).toList());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void numbers(JsonGenerator json, String name, List<Double> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
