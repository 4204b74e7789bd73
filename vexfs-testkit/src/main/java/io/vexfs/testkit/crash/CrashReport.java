package io.vexfs.testkit.crash;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a harness did and found.
 *
 * @param harness its name
 * @param seed of everything random
 * @param counts what it did, by name
 * @param losses what broke a promise, a line each; none is the aim
 */
public record CrashReport(String harness, long seed, Map<String, Long> counts, List<String> losses) {
    /** Copies the collections; the counts keep their order. */
    public CrashReport {
        counts = new LinkedHashMap<>(counts);
        losses = List.copyOf(losses);
    }

    /** What the command prints: the counts in one line, and a line for each loss. */
    public List<String> lines() {
        StringBuilder first = new StringBuilder(harness + " seed=" + seed);
        counts.forEach(
                (name, count) -> first.append(' ').append(name).append('=').append(count));
        List<String> lines = new ArrayList<>();
        lines.add(first.append(" losses=").append(losses.size()).toString());
        losses.forEach(loss -> lines.add("LOSS " + loss));
        return lines;
    }

    private static String camelCase(String name) {
        return Pattern.compile("_(.)")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /** Writes the report as one JSON object. */
    public void writeJson(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("harness", harness);
            json.writeNumberField("seed", seed);
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                json.writeNumberField(camelCase(count.getKey()), count.getValue());
            }
            json.writeArrayFieldStart("losses");
            for (String loss : losses) {
                json.writeString(loss);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
