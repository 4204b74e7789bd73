package io.vexfs.fuse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the contract writes it: made for {@code --json} and for a mount's control files, and read from those. */
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** What {@link #of} is given. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** The text of what is written. */
    static String of(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static String vector(StoredVector vector) {
        return of(json -> {
            json.writeStartObject();
            json.writeStringField("id", vector.id());
            writeVector(json, vector.vector());
            json.writeFieldName("metadata");
            json.writeRawValue(metadata(vector.metadata()));
            json.writeEndObject();
        });
    }

    static String collection(CollectionInfo info) {
        return of(json -> {
            json.writeStartObject();
            json.writeStringField("name", info.name());
            json.writeStringField("metric", info.metric().text());
            json.writeNumberField("dimensions", info.dimensions());
            json.writeNumberField("size", info.size());
            json.writeNumberField("pending", info.pending());
            json.writeStringField("quantization", info.quantization().text());
            json.writeNumberField("codeBytes", info.codeBytes());
            json.writeStringField("storage", info.storage().text());
            json.writeEndObject();
        });
    }

    static String metadata(Metadata metadata) {
        return of(json -> {
            json.writeStartObject();
            for (Map.Entry<String, Object> field : metadata.fields().entrySet()) {
                json.writeFieldName(field.getKey());
                writeScalar(json, field.getValue());
            }
            json.writeEndObject();
        });
    }

    /** The question for {@code /.vexfs/search}. */
    static String question(SearchRequest request) {
        return of(json -> {
            json.writeStartObject();
            json.writeStringField("collection", request.collection());
            if (request.like().isPresent()) {
                json.writeStringField("like", request.like().get());
            } else {
                writeVector(json, request.vector());
            }
            json.writeNumberField("k", request.k());
            json.writeNumberField("ef", request.ef());
            if (request.threshold().isPresent()) {
                json.writeNumberField("threshold", request.threshold().getAsDouble());
            }
            if (request.where().isPresent()) {
                json.writeStringField("where", request.where().get().toString());
            }
            if (request.after().isPresent()) {
                json.writeObjectFieldStart("after");
                json.writeNumberField("distance", request.after().get().distance());
                json.writeStringField("id", request.after().get().id());
                json.writeEndObject();
            }
            if (request.explain()) {
                json.writeBooleanField("explain", true);
            }
            json.writeEndObject();
        });
    }

    /** The answer, as {@code /.vexfs/search} gives it. */
    static String answer(SearchResult result) {
        return of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("hits");
            for (SearchResult.Hit hit : result.hits()) {
                json.writeStartObject();
                json.writeStringField("id", hit.id());
                json.writeStringField("path", hit.path());
                json.writeNumberField("distance", hit.distance());
                json.writeFieldName("metadata");
                json.writeRawValue(metadata(hit.metadata()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("exact", result.exact());
            if (result.explain().isPresent()) {
                writeExplain(json, result, result.explain().get());
            }
            json.writeEndObject();
        });
    }

    private static void writeExplain(JsonGenerator json, SearchResult result, SearchResult.Explain explain)
            throws IOException {
        json.writeObjectFieldStart("explain");
        json.writeStringField("plan", explain.plan().text());
        json.writeNumberField("rounds", explain.rounds());
        json.writeNumberField("vectors", explain.vectors());
        json.writeNumberField("candidates", explain.candidates());
        json.writeNumberField("nodesVisited", result.nodesVisited());
        json.writeNumberField("filterNanos", explain.filterNanos());
        json.writeNumberField("searchNanos", explain.searchNanos());
        json.writeNumberField("readNanos", explain.readNanos());
        json.writeEndObject();
    }

    private static void writeVector(JsonGenerator json, float[] vector) throws IOException {
        json.writeArrayFieldStart("vector");
        for (float component : vector) {
            json.writeNumber(component);
        }
        json.writeEndArray();
    }

    private static void writeScalar(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
        }
    }

    /** Reads one value: maps in their order, lists, strings, longs, doubles, booleans and null. */
    static @Nullable Object parse(String text, String name) {
        try (JsonParser json = JSON.createParser(text)) {
            return value(json, json.nextToken(), name);
        } catch (IOException e) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR, name + ": expected JSON, was '" + excerpt(text) + "'", e);
        }
    }

    /** As {@link #parse}, for text that must be an object. */
    static Map<String, @Nullable Object> parseObject(String text, String name) {
        if (parse(text, name) instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
            return object;
        }
        throw new VexfsException(
                FuseVexfsError.BRIDGE_ERROR, name + ": expected a JSON object, was '" + excerpt(text) + "'");
    }

    private static @Nullable Object value(JsonParser json, @Nullable JsonToken token, String name) throws IOException {
        if (token == null) {
            throw new IOException(name + ": unexpected end");
        }
        switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    object.put(field, value(json, json.nextToken(), name));
                }
                return object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    array.add(value(json, next, name));
                }
                return array;
            }
            case VALUE_NUMBER_INT -> {
                return json.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return json.getDoubleValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return json.getBooleanValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return json.getText();
            }
        }
    }

    private static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
