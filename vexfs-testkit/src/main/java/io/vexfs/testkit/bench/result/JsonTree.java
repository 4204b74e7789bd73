package io.vexfs.testkit.bench.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON file in memory: maps, lists, texts, numbers and truths; what is null is left out. */
final class JsonTree {
    private static final int DEPTH_MAX = 32;
    private static final long BYTES_MAX = 64L << 20;

    private JsonTree() {}

    /**
     * Reads a file that holds one object.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if it holds something else; the message names file and line
     */
    static Map<String, Object> read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw wrong(file + ": expected at most " + BYTES_MAX + " bytes, was " + Files.size(file));
        }
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build())
                .build();
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = factory.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(file + ": expected a JSON object");
            }
            return object(parser);
        } catch (JsonProcessingException bad) {
            throw wrong(
                    file + " line " + bad.getLocation().getLineNr() + ": expected JSON: " + bad.getOriginalMessage());
        }
    }

    private static VexfsException wrong(String message) {
        return new VexfsException(FuseVexfsError.INVALID_ARGUMENT, message);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                fields.put(name, value(parser));
            }
        }
        return fields;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                elements.add(value(parser));
            }
        }
        return elements;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }
}
