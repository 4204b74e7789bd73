package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.NativeFunctions.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jnr.ffi.Pointer;

/**
 * A file's {@code user.*} attributes as metadata of its rows: {@code user.author} is the field {@code author}. A value
 * that is a JSON scalar (text in quotes, a number, true or false) is that, anything else is text. A row's own field goes
 * before an attribute of the same name.
 */
final class UserAttributes {
    private static final String PREFIX = "user.";
    private static final JsonFactory JSON = new JsonFactory();

    private final SortedMap<String, Object> fields;
    private final Set<String> leftOut = new TreeSet<>();

    UserAttributes(Map<String, ?> fields) {
        this.fields = new TreeMap<>(fields);
    }

    /** Those of an open file; none where the host's file system has no attributes. */
    static UserAttributes of(int descriptor) {
        UserAttributes attributes = new UserAttributes(Map.of());
        LibC c = NativeLibraries.c();
        // Without a buffer, for which the kernel would allocate as much as its size says; most files have none.
        if (NativeLibraries.result(c.flistxattr(descriptor, null, 0)) <= 0) {
            return attributes;
        }
        Pointer buffer = Buffers.take();
        try {
            int length = NativeLibraries.result(c.flistxattr(descriptor, buffer, Buffers.BYTES));
            byte[] names = new byte[Math.max(0, length)];
            buffer.get(0, names, 0, names.length);
            int start = 0;
            for (int end = 0; end < names.length; end++) {
                if (names[end] == 0) {
                    attributes.add(
                            descriptor, new String(names, start, end - start, StandardCharsets.ISO_8859_1), buffer);
                    start = end + 1;
                }
            }
        } finally {
            Buffers.give(buffer);
        }
        return attributes;
    }

    private void add(int descriptor, String name, Pointer buffer) {
        if (!name.startsWith(PREFIX) || name.startsWith(VectorAttributes.PREFIX)) {
            return;
        }
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        Pointer nativeName = Scratch.current().name;
        nativeName.put(0, bytes, 0, bytes.length);
        nativeName.putByte(bytes.length, (byte) 0);
        int length =
                NativeLibraries.result(NativeLibraries.c().fgetxattr(descriptor, nativeName, buffer, Buffers.BYTES));
        if (length < 0) {
            return;
        }
        byte[] value = new byte[length];
        buffer.get(0, value, 0, length);
        String field = QueryKeys.text(bytes).substring(PREFIX.length());
        fields.put(field, value(QueryKeys.text(value)));
    }

    /** A JSON scalar as what it is, anything else as text. */
    static Object value(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token = parser.nextToken();
            Object value = token == null ? text : scalar(parser, token, text);
            return parser.nextToken() == null ? value : text;
        } catch (IOException notJson) {
            return text;
        }
    }

    private static Object scalar(JsonParser parser, JsonToken token, String otherwise) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? otherwise : parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> Double.isFinite(parser.getDoubleValue()) ? parser.getDoubleValue() : otherwise;
            default -> otherwise;
        };
    }

    /** The rows with these as further metadata; where that is more than a row may have, without the longest ones. */
    List<VectorRow> added(List<VectorRow> rows) {
        if (fields.isEmpty()) {
            return rows;
        }
        Metadata alone = joined(Metadata.empty());
        List<VectorRow> joined = new ArrayList<>(rows.size());
        for (VectorRow row : rows) {
            Metadata metadata = row.metadata().isEmpty() ? alone : joined(row.metadata());
            joined.add(new VectorRow(row.id(), row.vector(), metadata));
        }
        return joined;
    }

    /** Of each row by itself: what one has no room for, the next may have. */
    private Metadata joined(Metadata own) {
        SortedMap<String, Object> room = new TreeMap<>(fields);
        room.keySet().removeAll(own.fields().keySet());
        List<String> shortest = room.keySet().stream()
                .sorted(Comparator.comparingInt((String name) ->
                        name.length() + String.valueOf(room.get(name)).length()))
                .toList();
        for (int kept = shortest.size(); ; ) {
            Map<String, Object> all = new TreeMap<>(room);
            all.putAll(own.fields());
            try {
                return Metadata.of(all);
            } catch (VexfsException tooMuch) {
                if (tooMuch.error() != FuseVexfsError.LIMIT_REACHED || kept == 0) {
                    throw tooMuch;
                }
                int fewer = Math.min(
                        kept - 1, Limits.METADATA_FIELDS_MAX - own.fields().size());
                List<String> gone = shortest.subList(fewer, kept);
                room.keySet().removeAll(gone);
                leftOut.addAll(gone);
                kept = fewer;
            }
        }
    }

    /** The attributes that {@link #added} had no room for in some row. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }
}
