package io.vexfs.testkit.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A report as one JSON object: the conditions it was made under, then what it found. */
public final class ReportJson {
    private ReportJson() {}

    /** Writes what a report found, inside of its object. */
    public interface Findings {
        /** Writes fields. */
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes a report to a file, in place of what is there. */
    public static void write(Path file, Map<String, String> conditions, Findings findings) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("conditions");
            for (Map.Entry<String, String> condition : conditions.entrySet()) {
                json.writeStringField(condition.getKey(), condition.getValue());
            }
            json.writeEndObject();
            findings.write(json);
            json.writeEndObject();
        }
    }
}
