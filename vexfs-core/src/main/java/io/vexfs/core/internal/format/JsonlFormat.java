package io.vexfs.core.internal.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code .jsonl}: one JSON object a line, with a {@code vector} of numbers, and perhaps an {@code id} (text or a whole
 * number) and {@code metadata} (an object).
 *
 * <pre>
 * {"id": "a", "vector": [0.25, -1.5], "metadata": {"language": "en"}, "year": 2026}
 * </pre>
 *
 * <p>Every other key is a field of the metadata as well. Fields are text, numbers and booleans; null is left out; an
 * array or an object is refused by its name, and so is a field that comes twice. Blank lines are skipped.
 */
public final class JsonlFormat implements VectorFormat {
    private static final int NESTING_MAX = 4;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(FormatLimits.LINE_BYTES_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Made by {@link java.util.ServiceLoader}. */
    public JsonlFormat() {}

    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public boolean dedicated() {
        return false;
    }

    @Override
    public void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException {
        LineReader lines = new LineReader(in, sizeBytes, name);
        RowSink rows = new RowSink(name, sink);
        while (lines.advance()) {
            if (!blank(lines)) {
                new JsonlLine(json, lines).read(rows);
            }
        }
        rows.requireRows();
    }

    private static boolean blank(LineReader lines) {
        for (int i = lines.from(); i < lines.to(); i++) {
            byte c = lines.buffer()[i];
            if (c != ' ' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        RowChecks checks = new RowChecks();
        try (JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
            generator.setRootValueSeparator(null);
            for (VectorRow row : rows) {
                float[] vector = checks.next(row);
                generator.writeStartObject();
                if (row.id().isPresent()) {
                    generator.writeStringField("id", row.id().get());
                }
                generator.writeArrayFieldStart("vector");
                for (float component : vector) {
                    generator.writeNumber(component);
                }
                generator.writeEndArray();
                if (!row.metadata().isEmpty()) {
                    generator.writeObjectFieldStart("metadata");
                    for (Map.Entry<String, Object> field :
                            row.metadata().fields().entrySet()) {
                        write(generator, field.getKey(), field.getValue());
                    }
                    generator.writeEndObject();
                }
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        }
        checks.requireRows();
    }

    private static void write(JsonGenerator generator, String name, Object value) throws IOException {
        if (value instanceof Long number) {
            generator.writeNumberField(name, number);
        } else if (value instanceof Double number) {
            generator.writeNumberField(name, number);
        } else if (value instanceof Boolean truth) {
            generator.writeBooleanField(name, truth);
        } else {
            generator.writeStringField(name, value.toString());
        }
    }
}
