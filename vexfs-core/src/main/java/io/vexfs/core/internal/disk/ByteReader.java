package io.vexfs.core.internal.disk;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Little-endian fields of a file, each checked against what is left before anything is allocated; what does not fit is
 * a {@link CorruptStoreException} at its offset. Not safe from several threads.
 */
public final class ByteReader {
    private final Path file;
    private final long base;
    private final ByteBuffer in;

    /** The remaining bytes of {@code bytes}; the buffer's index 0 lies at {@code base} in the file. */
    public ByteReader(Path file, long base, ByteBuffer bytes) {
        this.file = file;
        this.base = base;
        this.in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the next field lies in the file. */
    public long offset() {
        return base + in.position();
    }

    /** Bytes that are left. */
    public int remaining() {
        return in.remaining();
    }

    /** One byte. */
    public byte int8() {
        require(1);
        return in.get();
    }

    /** The byte that comes, without taking it. */
    public byte peek8() {
        require(1);
        return in.get(in.position());
    }

    /** One byte that is 0 or 1. */
    public boolean flag() {
        byte value = int8();
        if (value != 0 && value != 1) {
            throw corrupt("0 or 1", String.valueOf(value));
        }
        return value == 1;
    }

    /** Four bytes. */
    public int int32() {
        require(4);
        return in.getInt();
    }

    /** Four bytes that are the dimensions of vectors, or 0 where they are not known yet. */
    public int dimensions() {
        int value = int32();
        if (value < 0 || value > Limits.DIMENSIONS_MAX) {
            throw corrupt("dimensions of 0 to " + Limits.DIMENSIONS_MAX, String.valueOf(value));
        }
        return value;
    }

    /** Eight bytes. */
    public long int64() {
        require(8);
        return in.getLong();
    }

    /** Four bytes that are the length of something whose parts take at least {@code bytesEach}. */
    public int count(int bytesEach) {
        int count = int32();
        int most = in.remaining() / bytesEach;
        if (count < 0 || count > most) {
            throw corrupt("a count of 0 to " + most, String.valueOf(count));
        }
        return count;
    }

    /** A count and as many bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[count(1)];
        in.get(bytes);
        return bytes;
    }

    /** A count and as many floats. */
    public float[] floats() {
        float[] floats = new float[count(Float.BYTES)];
        in.asFloatBuffer().get(floats);
        in.position(in.position() + floats.length * Float.BYTES);
        return floats;
    }

    /** A count and as many bytes of UTF-8. */
    public String text() {
        byte[] bytes = bytes();
        if (ascii(bytes)) {
            // Nearly all are, and need no decoder of their own.
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw corrupt("UTF-8 text", "other bytes");
        }
    }

    private static boolean ascii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    /** Checks that nothing is left. */
    public void end() {
        if (in.hasRemaining()) {
            throw corrupt("the end of the record", in.remaining() + " more bytes");
        }
    }

    /** The exception for what was found here. */
    public CorruptStoreException corrupt(String expected, String found) {
        return new CorruptStoreException(file, offset(), expected, found);
    }

    private void require(int bytes) {
        if (in.remaining() < bytes) {
            throw corrupt(bytes + " more bytes", String.valueOf(in.remaining()));
        }
    }
}
