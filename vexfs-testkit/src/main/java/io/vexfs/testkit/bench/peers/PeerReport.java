package io.vexfs.testkit.bench.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.testkit.bench.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The tables of a comparison.
 *
 * @param conditions what was measured, on what and how, by name
 * @param results one for each engine; ours is the first
 */
public record PeerReport(Map<String, String> conditions, List<PeerResult> results) {
    private static final List<Double> RECALLS = List.of(0.95, 0.99);

    /** Copies the collections; the conditions keep their order. */
    public PeerReport {
        conditions = new LinkedHashMap<>(conditions);
        results = List.copyOf(results);
    }

    /** What the command prints. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        conditions.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-16s %9s %14s  %s", "engine", "build_s", "bytes_per_vec", "version"));
        for (PeerResult result : results) {
            lines.add(
                    result.measured()
                            ? String.format(
                                    Locale.ROOT,
                                    "%-16s %9.2f %14d  %s",
                                    result.name(),
                                    result.buildSeconds(),
                                    result.bytesPerVector(),
                                    result.version())
                            : String.format(Locale.ROOT, "%-16s not run: %s", result.name(), result.trouble()));
        }
        points(lines);
        speeds(lines);
        measured().filter(PeerReport::ours).forEach(ours -> ratios(ours, lines));
        return lines;
    }

    private Stream<PeerResult> measured() {
        return results.stream().filter(PeerResult::measured);
    }

    private static boolean ours(PeerResult result) {
        return result.name().startsWith(PeerLaunches.OURS + "/")
                || result.name().startsWith(PeerLaunches.OURS + "+");
    }

    private void points(List<String> lines) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-16s %6s %10s %8s", "engine", "ef", "recall@10", "qps"));
        measured().forEach(result -> {
            for (RecallCurve.Point point : result.curve().points()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%-16s %6d %10.4f %8.0f",
                        result.name(),
                        point.ef(),
                        point.recall(),
                        point.queriesPerSecond()));
            }
        });
    }

    private void speeds(List<String> lines) {
        lines.add("");
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-16s", "qps at recall"));
        RECALLS.forEach(recall -> head.append(String.format(Locale.ROOT, " %8.2f", recall)));
        lines.add(head.toString());
        measured().forEach(result -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", result.name()));
            for (double recall : RECALLS) {
                OptionalDouble speed = result.curve().queriesPerSecondAt(recall);
                line.append(cell(speed, "%.0f", result.curve().startsAbove(recall)));
            }
            lines.add(line.toString());
        });
    }

    private void ratios(PeerResult ours, List<String> lines) {
        lines.add("");
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-16s", ours.name() + " :"));
        RECALLS.forEach(recall -> head.append(String.format(Locale.ROOT, " qps@%.2f", recall)));
        lines.add(head + " build_s  memory");
        measured().filter(result -> result != ours).forEach(peer -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", peer.name()));
            for (double recall : RECALLS) {
                boolean rough = ours.curve().startsAbove(recall) || peer.curve().startsAbove(recall);
                line.append(cell(ratio(ours, peer, recall), "%.2f", rough));
            }
            line.append(String.format(
                    Locale.ROOT,
                    " %7.2f %7.2f",
                    ours.buildSeconds() / peer.buildSeconds(),
                    (double) ours.bytesPerVector() / Math.max(1, peer.bytesPerVector())));
            lines.add(line.toString());
        });
    }

    /** A number with ~ before it where the recall lies below what was measured; a dash where it was not reached. */
    private static String cell(OptionalDouble number, String format, boolean rough) {
        String text = number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : "-";
        return String.format(Locale.ROOT, " %8s", (rough && number.isPresent() ? "~" : "") + text);
    }

    /** Our queries a second divided by a peer's at one recall; empty if one of them does not reach it. */
    static OptionalDouble ratio(PeerResult ours, PeerResult peer, double recall) {
        OptionalDouble a = ours.curve().queriesPerSecondAt(recall);
        OptionalDouble b = peer.curve().queriesPerSecondAt(recall);
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        ReportJson.write(file, conditions, json -> {
            json.writeArrayFieldStart("engines");
            for (PeerResult result : results) {
                write(json, result);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, PeerResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", result.name());
        if (result.measured()) {
            json.writeStringField("version", result.version());
            json.writeNumberField("buildSeconds", result.buildSeconds());
            json.writeNumberField("bytesPerVector", result.bytesPerVector());
            json.writeArrayFieldStart("results");
            for (RecallCurve.Point point : result.curve().points()) {
                json.writeStartObject();
                json.writeNumberField("ef", point.ef());
                json.writeNumberField("recall", point.recall());
                json.writeNumberField("queriesPerSecond", point.queriesPerSecond());
                json.writeEndObject();
            }
            json.writeEndArray();
        } else {
            json.writeStringField("notRun", result.trouble());
        }
        json.writeEndObject();
    }
}
