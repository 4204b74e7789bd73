package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
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
    /** What was written so far, and room behind it. */
    private byte[] request = {};

    private int length;
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
            length = 0;
            answered = false;
        }
        if (length + size > QueryKeys.QUERY_CHARS_MAX) {
            return -Linux.EFBIG;
        }
        int end = length + (int) size;
        if (end > request.length) {
            request = Arrays.copyOf(request, Math.max(end, Math.min(QueryKeys.QUERY_CHARS_MAX, 2 * length)));
        }
        buffer.get(0, request, length, (int) size);
        length = end;
        return (int) size;
    }

    /** The descriptor stands behind the request that was written, so the answer begins where it is first read. */
    @Override
    public synchronized int read(Pointer buffer, long size, long offset) {
        if (!answered) {
            answer = length == 0 ? new byte[0] : answer(request, length);
            answered = length > 0;
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

    /** Reading, searching and writing one after the other, and not one within the other: each takes much stack. */
    byte[] answer(byte[] json, int bytes) {
        try {
            SearchQuestion question = SearchQuestion.read(json, bytes, searches);
            SearchResult result = searches.run(question.keys(), question.collection(), caller);
            return text(out -> write(out, result));
        } catch (VexfsException failure) {
            return text(out -> write(out, failure));
        }
    }

    /** Writes an answer. */
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] text(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            body.write(out);
            out.writeRaw('\n');
        } catch (IOException failure) {
            throw new ErrnoException(Linux.EIO);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, VexfsException failure) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("error");
        out.writeStringField("code", failure.error().name());
        out.writeStringField("message", String.valueOf(failure.getMessage()));
        out.writeEndObject();
        out.writeEndObject();
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
