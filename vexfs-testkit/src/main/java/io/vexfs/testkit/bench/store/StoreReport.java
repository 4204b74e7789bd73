package io.vexfs.testkit.bench.store;

import io.vexfs.testkit.bench.ReportJson;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link StoreBenchmark} found.
 *
 * @param conditions what was measured, on what and how, by name
 * @param figures in the order in which they were measured
 */
public record StoreReport(Map<String, String> conditions, List<StoreFigure> figures) {
    /** Copies the collections; the conditions keep their order only where the caller's map does. */
    public StoreReport {
        conditions = new LinkedHashMap<>(conditions);
        figures = List.copyOf(figures);
    }

    /** What the command prints: the conditions, then a line for each figure. */
    public List<String> lines() {
        List<String> words = new ArrayList<>();
        conditions.forEach((name, value) -> words.add(name + "=" + value));
        List<String> lines = new ArrayList<>();
        lines.add(String.join(" ", words));
        figures.forEach(figure -> lines.add(figure.line()));
        return lines;
    }

    /** The same as figures without targets. */
    public BenchResult result() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("benchmark", "store");
        named.putAll(conditions);
        List<Figure> numbers = figures.stream()
                .map(figure -> Figure.of(figure.name(), figure.value()))
                .toList();
        return new BenchResult(named, numbers, List.of());
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, json -> {
            json.writeArrayFieldStart("figures");
            for (StoreFigure figure : figures) {
                json.writeStartObject();
                json.writeStringField("name", figure.name());
                json.writeNumberField("value", figure.value());
                if (figure.least().isPresent()) {
                    json.writeNumberField("least", figure.least().getAsDouble());
                }
                if (figure.most().isPresent()) {
                    json.writeNumberField("most", figure.most().getAsDouble());
                }
                json.writeBooleanField("met", figure.met());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
