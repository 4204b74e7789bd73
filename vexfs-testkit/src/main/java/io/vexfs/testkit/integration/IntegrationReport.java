package io.vexfs.testkit.integration;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.testkit.bench.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the suite found.
 *
 * @param conditions what it ran under
 * @param results check by check
 */
public record IntegrationReport(Map<String, String> conditions, List<IntegrationResult> results) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Copies the collections. */
    public IntegrationReport {
        conditions = new LinkedHashMap<>(conditions);
        results = List.copyOf(results);
    }

    /** The checks that failed. */
    public List<IntegrationResult> failed() {
        return results.stream().filter(result -> result.failure().isPresent()).toList();
    }

    /** The report, ready to print: each area with its checks, then the sum. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        conditions.forEach((name, value) -> lines.add(name + "=" + value));
        for (Area area : Area.values()) {
            List<IntegrationResult> own =
                    results.stream().filter(result -> result.area() == area).toList();
            if (own.isEmpty()) {
                continue;
            }
            lines.add(area.text());
            for (IntegrationResult result : own) {
                lines.add(String.format(
                                Locale.ROOT,
                                "  %-4s %-52s %6.2f s  %s",
                                result.failure().isEmpty() ? "ok" : "FAIL",
                                result.name(),
                                result.nanos() / NANOS_PER_SECOND,
                                result.failure().orElse(result.measured()))
                        .stripTrailing());
            }
        }
        lines.add(results.size() + " checks, " + failed().size() + " failed");
        return lines;
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeNumberField("checks", results.size());
        json.writeNumberField("failed", failed().size());
        json.writeArrayFieldStart("results");
        for (IntegrationResult result : results) {
            json.writeStartObject();
            json.writeStringField("area", result.area().text());
            json.writeStringField("name", result.name());
            json.writeNumberField("nanos", result.nanos());
            json.writeStringField("measured", result.measured());
            json.writeStringField("failure", result.failure().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
