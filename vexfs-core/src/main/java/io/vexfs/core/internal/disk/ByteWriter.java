package io.vexfs.core.internal.disk;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Little-endian fields into a buffer that grows up to a named limit. Not safe from several threads. */
public final class ByteWriter {
    private final String what;
    private final int bytesMax;
    private ByteBuffer out;

    /** Room for {@code bytesExpected} at first and {@code bytesMax} at last; {@code what} is named when that is reached. */
    public ByteWriter(String what, int bytesExpected, int bytesMax) {
        this.what = what;
        this.bytesMax = bytesMax;
        this.out = allocate(Math.min(Math.max(bytesExpected, 32), bytesMax));
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes written so far. */
    public int size() {
        return out.position();
    }

    /** One byte. */
    public ByteWriter int8(int value) {
        room(1).put((byte) value);
        return this;
    }

    /** One byte, 0 or 1. */
    public ByteWriter flag(boolean value) {
        return int8(value ? 1 : 0);
    }

    /** Four bytes. */
    public ByteWriter int32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** Eight bytes. */
    public ByteWriter int64(long value) {
        room(8).putLong(value);
        return this;
    }

    /** A count and the bytes. */
    public ByteWriter bytes(byte[] value) {
        room(4L + value.length).putInt(value.length).put(value);
        return this;
    }

    /** A count and the floats. */
    public ByteWriter floats(float[] value) {
        long bytes = (long) value.length * Float.BYTES;
        room(4 + bytes).putInt(value.length);
        out.asFloatBuffer().put(value);
        out.position(out.position() + (int) bytes);
        return this;
    }

    /** A count and the bytes of UTF-8; text with half a surrogate pair has none and is {@code INVALID_ARGUMENT}. */
    public ByteWriter text(String value) {
        return bytes(utf8(what, value));
    }

    /** The UTF-8 of a text; half a surrogate pair has none and is {@code INVALID_ARGUMENT}. */
    public static byte[] utf8(String what, String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException malformed) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    what + ": expected text, was half a surrogate pair in '" + text + "'",
                    malformed);
        }
    }

    /** The bytes written, from index 0 to the limit; shares them with this writer. */
    public ByteBuffer flip() {
        return out.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
    }

    /** A copy of the bytes written. */
    public byte[] toArray() {
        byte[] copy = new byte[out.position()];
        out.get(0, copy);
        return copy;
    }

    private ByteBuffer room(long bytes) {
        long needed = out.position() + bytes;
        if (needed > bytesMax) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED,
                    what + ": expected at most " + bytesMax + " bytes, was at least " + needed);
        }
        if (needed > out.capacity()) {
            ByteBuffer larger = allocate((int) Math.min(bytesMax, Math.max(needed, 2L * out.capacity())));
            out = larger.put(out.flip());
        }
        return out;
    }
}
