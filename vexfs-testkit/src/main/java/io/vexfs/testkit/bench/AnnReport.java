package io.vexfs.testkit.bench;

import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.bench.result.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What {@link AnnBenchmark} found.
 *
 * @param conditions what was measured, on what and how, by name
 * @param buildSeconds from the first vector stored until all were linked and on the disk
 * @param bytesPerVector heap that the store holds, for each vector
 * @param results one for each ef, ascending
 */
public record AnnReport(
        Map<String, String> conditions, double buildSeconds, long bytesPerVector, List<EfResult> results) {
    /** Copies the collections; the conditions keep their order only where the caller's map does. */
    public AnnReport {
        conditions = new LinkedHashMap<>(conditions);
        results = List.copyOf(results);
    }

    /** What the command prints: the conditions, build and memory, then a line for each ef. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder first = new StringBuilder();
        conditions.forEach((name, value) -> first.append(first.isEmpty() ? "" : " ")
                .append(name)
                .append('=')
                .append(value));
        lines.add(first.toString());
        lines.add(String.format(Locale.ROOT, "build_s=%.2f", buildSeconds));
        lines.add("bytes_per_vector=" + bytesPerVector);
        results.forEach(result -> lines.add(result.line()));
        return lines;
    }

    /** The same as figures: {@code ef64.recall}, {@code ef64.queriesPerSecond}, …, and the curve. */
    public BenchResult result() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("buildSeconds", buildSeconds));
        figures.add(Figure.of("bytesPerVector", bytesPerVector));
        for (EfResult each : results) {
            String ef = "ef" + each.ef() + ".";
            figures.add(Figure.of(ef + "recall", each.recall()));
            figures.add(new Figure(ef + "queriesPerSecond", each.rounds()));
            figures.add(Figure.of(ef + "p50Micros", each.p50Micros()));
            figures.add(Figure.of(ef + "p99Micros", each.p99Micros()));
        }
        Map<String, String> named = new LinkedHashMap<>();
        named.put("benchmark", "ann");
        named.putAll(conditions);
        String engine = conditions.getOrDefault("engine", "");
        return new BenchResult(
                named,
                figures,
                List.of(
                        new Series(
                                "Recall against queries a second",
                                engine,
                                "recall@10",
                                "queries a second",
                                points(EfResult::recall, EfResult::queriesPerSecond)),
                        new Series(
                                "Latency of a search",
                                "p50",
                                "ef",
                                "microseconds",
                                points(EfResult::ef, EfResult::p50Micros)),
                        new Series(
                                "Latency of a search",
                                "p99",
                                "ef",
                                "microseconds",
                                points(EfResult::ef, EfResult::p99Micros))));
    }

    private List<Series.Point> points(ToDoubleFunction<EfResult> x, ToDoubleFunction<EfResult> y) {
        return results.stream()
                .map(each -> new Series.Point(x.applyAsDouble(each), y.applyAsDouble(each)))
                .toList();
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, json -> {
            json.writeNumberField("buildSeconds", buildSeconds);
            json.writeNumberField("bytesPerVector", bytesPerVector);
            json.writeArrayFieldStart("results");
            for (EfResult result : results) {
                json.writeStartObject();
                json.writeNumberField("ef", result.ef());
                json.writeNumberField("recall", result.recall());
                json.writeNumberField("queriesPerSecond", result.queriesPerSecond());
                json.writeArrayFieldStart("queriesPerSecondRounds");
                for (double round : result.rounds()) {
                    json.writeNumber(round);
                }
                json.writeEndArray();
                json.writeNumberField("p50Micros", result.p50Micros());
                json.writeNumberField("p99Micros", result.p99Micros());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
