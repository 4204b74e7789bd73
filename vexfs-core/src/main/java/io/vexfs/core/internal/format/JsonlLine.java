package io.vexfs.core.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one object of one line of a {@code .jsonl} file. */
final class JsonlLine {
    private static final int NUMBER_CHARS_MAX = 1_000;

    private final JsonFactory json;
    private final LineReader lines;
    private final String place;
    private final Map<String, Object> fields = new HashMap<>();
    private final byte[] number = new byte[NUMBER_CHARS_MAX];
    private @Nullable String id;
    private float @Nullable [] vector;

    JsonlLine(JsonFactory json, LineReader lines) {
        this.json = json;
        this.lines = lines;
        this.place = lines.place();
    }

    void read(RowSink rows) {
        try (JsonParser parser = json.createParser(lines.buffer(), lines.from(), lines.to() - lines.from())) {
            require(parser.nextToken(), JsonToken.START_OBJECT, "a JSON object", parser, "");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "vector" -> vector = vector(parser, value);
                    case "id" -> id = id(parser, value);
                    case "metadata" -> metadata(parser, value);
                    default -> field(parser, name, value);
                }
            }
            JsonToken after = parser.nextToken();
            if (after != null) {
                throw RowSink.invalid("trailing JSON: expected the end of the line, was " + word(after, parser), place);
            }
        } catch (JsonProcessingException e) {
            throw RowSink.invalid("not JSON: expected an object a line, was: " + e.getOriginalMessage(), place);
        } catch (IOException e) {
            // The line is in memory: what cannot be read are characters in an encoding that is guessed from zeros.
            throw RowSink.invalid("not JSON: expected an object a line, was: " + e.getMessage(), place);
        }
        if (vector == null) {
            throw RowSink.invalid("no vector: expected a field 'vector', was none", place);
        }
        rows.accept(Optional.ofNullable(id), vector, metadata(), place);
    }

    private Metadata metadata() {
        try {
            return Metadata.of(fields);
        } catch (VexfsException e) {
            FuseVexfsError error =
                    e.error() == FuseVexfsError.LIMIT_REACHED ? e.error() : FuseVexfsError.INVALID_VECTOR;
            throw new VexfsException(error, e.getMessage() + " (" + place + ")", e);
        }
    }

    private void metadata(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        require(value, JsonToken.START_OBJECT, "an object", parser, ", field 'metadata'");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            field(parser, name, parser.nextToken());
        }
    }

    private @Nullable String id(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_STRING, VALUE_NUMBER_INT -> parser.getText();
            case VALUE_NULL -> null;
            default -> throw unexpected("text or a whole number", value, parser, ", field 'id'");
        };
    }

    private void field(JsonParser parser, String name, JsonToken value) throws IOException {
        String where = ", field '" + name + "'";
        Object known =
                switch (value) {
                    case VALUE_STRING -> fields.put(name, parser.getText());
                    case VALUE_TRUE, VALUE_FALSE -> fields.put(name, parser.getBooleanValue());
                    case VALUE_NUMBER_INT -> {
                        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                            throw unexpected("a whole number of at most 64 bits", value, parser, where);
                        }
                        yield fields.put(name, parser.getLongValue());
                    }
                    case VALUE_NUMBER_FLOAT -> fields.put(name, parser.getDoubleValue());
                    case VALUE_NULL -> null;
                    default -> throw unexpected("text, a number or a boolean", value, parser, where);
                };
        if (known != null) {
            throw RowSink.invalid("field twice: expected '" + name + "' once, was also in 'metadata'", place);
        }
        if (fields.size() > Limits.METADATA_FIELDS_MAX) {
            throw RowSink.limit("metadata fields", Limits.METADATA_FIELDS_MAX, "more", place);
        }
    }

    private float[] vector(JsonParser parser, JsonToken value) throws IOException {
        require(value, JsonToken.START_ARRAY, "an array of numbers", parser, ", field 'vector'");
        float[] values = new float[256];
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
                throw unexpected("a number", token, parser, ", value " + (count + 1));
            }
            if (count == values.length) {
                if (count == Limits.DIMENSIONS_MAX) {
                    throw RowSink.limit("dimensions", Limits.DIMENSIONS_MAX, "more", place);
                }
                values = Arrays.copyOf(values, count * 2);
            }
            values[count] = number(parser);
            if (!Float.isFinite(values[count])) {
                throw RowSink.notFinite("'" + parser.getText() + "'", place + ", value " + (count + 1));
            }
            count++;
        }
        if (count == 0) {
            throw RowSink.invalid("no components: expected at least 1, was 0", place + ", field 'vector'");
        }
        return Arrays.copyOf(values, count);
    }

    /** Jackson would round to a double first and then again to a float. */
    private float number(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length > number.length) {
            throw RowSink.limit("characters of a number", number.length, String.valueOf(length), place);
        }
        for (int i = 0; i < length; i++) {
            number[i] = (byte) text[from + i];
        }
        return FloatText.parse(number, 0, length);
    }

    private void require(@Nullable JsonToken found, JsonToken wanted, String expected, JsonParser parser, String where)
            throws IOException {
        if (found != wanted) {
            throw unexpected(expected, found, parser, where);
        }
    }

    private VexfsException unexpected(String expected, @Nullable JsonToken found, JsonParser parser, String where)
            throws IOException {
        return RowSink.invalid("JSON value: expected " + expected + ", was " + word(found, parser), place + where);
    }

    private static String word(@Nullable JsonToken token, JsonParser parser) throws IOException {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> {
                String text = parser.getText();
                yield "'" + (text.length() > 32 ? text.substring(0, 32) + "…" : text) + "'";
            }
        };
    }
}
