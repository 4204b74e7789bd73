package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.ToIntFunction;
import jnr.ffi.Pointer;

/**
 * An open {@code /.vexfs/search}: one conversation. What is written until the first read is one JSON request, what is
 * read is its answer, and the next write begins the next request.
 */
final class SearchHandle implements OpenFile {
    private static final JsonFactory JSON = new JsonFactory();

    private final Searches searches;
    private final Caller caller;
    private final ToIntFunction<Pointer> stat;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private byte[] answer = {};
    private boolean answered;
    private long answerStart = -1;

    SearchHandle(Searches searches, Caller caller, ToIntFunction<Pointer> stat) {
        this.searches = searches;
        this.caller = caller;
        this.stat = stat;
    }

    @Override
    public int stat(Pointer target) {
        return stat.applyAsInt(target);
    }

    @Override
    public synchronized int write(Pointer buffer, long size, long offset, boolean writeBack) {
        if (answered) {
            request.reset();
            answered = false;
        }
        if (request.size() + size > QueryKeys.QUERY_CHARS_MAX) {
            return -Linux.EFBIG;
        }
        byte[] bytes = new byte[(int) size];
        buffer.get(0, bytes, 0, bytes.length);
        request.writeBytes(bytes);
        return bytes.length;
    }

    /** The descriptor stands behind the request that was written, so the answer begins where it is first read. */
    @Override
    public synchronized int read(Pointer buffer, long size, long offset) {
        if (!answered) {
            answer = request.size() == 0 ? new byte[0] : answer(request.toByteArray());
            answered = request.size() > 0;
            answerStart = offset;
        }
        if (offset < answerStart) {
            answerStart = offset;
        }
        return Generated.copy(answer, buffer, size, offset - answerStart);
    }

    @Override
    public int truncate(long size) {
        return 0;
    }

    @Override
    public boolean generated() {
        return true;
    }

    @Override
    public void close() {}

    byte[] answer(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            try {
                write(out, search(json));
            } catch (VexfsException failure) {
                out.writeStartObject();
                out.writeObjectFieldStart("error");
                out.writeStringField("code", failure.error().name());
                out.writeStringField("message", String.valueOf(failure.getMessage()));
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeRaw('\n');
        } catch (IOException failure) {
            throw new ErrnoException(Linux.EIO);
        }
        return bytes.toByteArray();
    }

    private SearchResult search(byte[] json) {
        QueryKeys keys = new QueryKeys();
        MountPath collection = MountPath.ROOT;
        try (JsonParser in = JSON.createParser(json)) {
            require(in.nextToken() == JsonToken.START_OBJECT, "an object", in);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals("collection")) {
                    require(in.currentToken() == JsonToken.VALUE_STRING, "a collection's name", in);
                    collection = searches.collection(in.getText());
                } else if (in.currentToken() == JsonToken.START_OBJECT && name.equals("after")) {
                    keys.put(name, cursor(in));
                } else if (in.currentToken() == JsonToken.START_ARRAY) {
                    keys.put(name, numbers(in));
                } else {
                    require(in.currentToken().isScalarValue(), "text, a number or an array of numbers", in);
                    keys.put(name, in.getText());
                }
            }
            require(in.currentToken() == JsonToken.END_OBJECT, "the object's end", in);
            require(in.nextToken() == null, "one object", in);
        } catch (JsonProcessingException malformed) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected one JSON object, was something else at byte "
                            + malformed.getLocation().getByteOffset(),
                    malformed);
        } catch (IOException unreadable) {
            // The request is in memory: what cannot be read are characters in an encoding that is guessed from zeros.
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected one JSON object, was something else: " + unreadable.getMessage(),
                    unreadable);
        }
        return searches.run(keys, collection, caller);
    }

    private static void require(boolean holds, String expected, JsonParser in) {
        if (!holds) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected " + expected + ", was something else at byte "
                            + in.currentTokenLocation().getByteOffset());
        }
    }

    /** The distance and the id of {@code {"distance":…,"id":…}}, as {@link QueryKeys} reads them. */
    private static String cursor(JsonParser in) throws IOException {
        String distance = "";
        String id = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            require(in.currentToken().isScalarValue(), "a distance and an id", in);
            switch (name) {
                case "distance" -> distance = in.getText();
                case "id" -> id = in.getText();
                default -> require(false, "a distance and an id", in);
            }
        }
        return distance + " " + id;
    }

    private static String numbers(JsonParser in) throws IOException {
        StringBuilder numbers = new StringBuilder();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken() != null && in.currentToken().isNumeric(), "a number", in);
            numbers.append(in.getText()).append(' ');
        }
        return numbers.toString();
    }

    private static void write(JsonGenerator out, SearchResult result) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("hits");
        for (SearchResult.Hit hit : result.hits()) {
            out.writeStartObject();
            out.writeStringField("id", hit.id());
            out.writeStringField("path", hit.path());
            out.writeNumberField("distance", hit.distance() + Searches.UNSIGNED_ZERO);
            out.writeObjectFieldStart("metadata");
            for (var field : hit.metadata().fields().entrySet()) {
                out.writeFieldName(field.getKey());
                writeScalar(out, field.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeBooleanField("exact", result.exact());
        if (result.explain().isPresent()) {
            writeExplain(out, result, result.explain().get());
        }
        out.writeEndObject();
    }

    private static void writeExplain(JsonGenerator out, SearchResult result, SearchResult.Explain explain)
            throws IOException {
        out.writeObjectFieldStart("explain");
        out.writeStringField("plan", explain.plan().text());
        out.writeNumberField("rounds", explain.rounds());
        out.writeNumberField("vectors", explain.vectors());
        out.writeNumberField("candidates", explain.candidates());
        out.writeNumberField("nodesVisited", result.nodesVisited());
        out.writeNumberField("filterNanos", explain.filterNanos());
        out.writeNumberField("searchNanos", explain.searchNanos());
        out.writeNumberField("readNanos", explain.readNanos());
        out.writeEndObject();
    }

    private static void writeScalar(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean claim) {
            out.writeBoolean(claim);
        } else {
            out.writeString(value.toString());
        }
    }
}
