package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of metadata. Little-endian; no metadata is no bytes, otherwise:
 *
 * <pre>
 * version:byte = 1   count:int   count times: name:text kind:byte value
 *
 * text    length:int UTF-8
 * kind 0  text      kind 1  long      kind 2  double as its long bits      kind 3  false      kind 4  true
 * </pre>
 */
public final class MetadataCodec {
    private static final int VERSION = 1;
    /** Three bytes of UTF-8 for each character, and the lengths. */
    private static final int BYTES_MAX = 1 << 20;

    private static final int FIELD_BYTES_MIN = 5;

    private MetadataCodec() {}

    /** The bytes. */
    public static byte[] encode(Metadata metadata) {
        if (metadata.isEmpty()) {
            return new byte[0];
        }
        Map<String, Object> fields = metadata.fields();
        ByteWriter out = new ByteWriter("metadata", 32 * fields.size(), BYTES_MAX);
        out.int8(VERSION).int32(fields.size());
        fields.forEach((name, value) -> {
            out.text(name);
            if (value instanceof String text) {
                out.int8(0).text(text);
            } else if (value instanceof Long number) {
                out.int8(1).int64(number);
            } else if (value instanceof Double number) {
                out.int8(2).int64(Double.doubleToRawLongBits(number));
            } else {
                out.int8(value.equals(Boolean.TRUE) ? 4 : 3);
            }
        });
        return out.toArray();
    }

    /** The metadata; {@code file} is what a message about damage names. */
    public static Metadata decode(Path file, byte[] bytes) {
        if (bytes.length == 0) {
            return Metadata.empty();
        }
        ByteReader in = new ByteReader(file, 0, ByteBuffer.wrap(bytes));
        byte version = in.int8();
        if (version != VERSION) {
            throw in.corrupt("metadata version " + VERSION, String.valueOf(version));
        }
        int count = in.count(FIELD_BYTES_MIN);
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            fields.put(name, value(in));
        }
        in.end();
        if (fields.size() != count) {
            throw in.corrupt(count + " names", String.valueOf(fields.size()));
        }
        try {
            return Metadata.of(fields);
        } catch (VexfsException refused) {
            throw new VexfsException(FuseVexfsError.CORRUPT, file + ": " + refused.getMessage(), refused);
        }
    }

    private static Object value(ByteReader in) {
        byte kind = in.int8();
        return switch (kind) {
            case 0 -> in.text();
            case 1 -> in.int64();
            case 2 -> Double.longBitsToDouble(in.int64());
            case 3 -> Boolean.FALSE;
            case 4 -> Boolean.TRUE;
            default -> throw in.corrupt("a kind of 0 to 4", String.valueOf(kind));
        };
    }
}
