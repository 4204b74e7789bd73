package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * The bytes of a table's entries in Chronicle Map. Little-endian, but for keys:
 *
 * <pre>
 * record    key: the vector's key, which begins with 0x00 or 0x01
 *           value: ordinal:int  dimensions:int  floats  metadata  crc32c of the key and all before it
 * ordinal   key: 0x02  ordinal:int, big-endian
 *           value: length:int  the vector's key, so many bytes  metadata  crc32c of the key and all before it
 * </pre>
 *
 * <p>Metadata stands twice, so that a hit of a search is shown without its vector being read.
 */
final class TableCodec {
    private static final byte ORDINAL = 2;
    private static final int SUM_BYTES = Integer.BYTES;
    /** Bytes of a record's value besides components and metadata. */
    static final int RECORD_OVERHEAD_BYTES = 8 + SUM_BYTES;
    /** Bytes of an ordinal's value besides the key and metadata. */
    static final int HEAD_OVERHEAD_BYTES = 4 + SUM_BYTES;

    private TableCodec() {}

    /** Bytes that a record takes at most, with the entry of its ordinal and the rounding to chunks. */
    static long cost(int keyBytes, int valueBytes, int metadataBytes) {
        long bytes = 64L + 2L * keyBytes + valueBytes + metadataBytes;
        return bytes + bytes / 8;
    }

    static byte[] recordValue(VectorKey key, int ordinal, float[] vector, byte[] metadata) {
        int bytes =
                Math.addExact(RECORD_OVERHEAD_BYTES + metadata.length, Math.multiplyExact(vector.length, Float.BYTES));
        ByteBuffer value = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(ordinal).putInt(vector.length);
        value.asFloatBuffer().put(vector);
        value.position(8 + vector.length * Float.BYTES).put(metadata);
        return sealed(key.sharedBytes(), value);
    }

    static byte[] ordinalKey(int ordinal) {
        return ByteBuffer.allocate(5).put(ORDINAL).putInt(ordinal).array();
    }

    static byte[] ordinalValue(byte[] ordinalKey, VectorKey key, byte[] metadata) {
        byte[] bytes = key.sharedBytes();
        return sealed(
                ordinalKey,
                ByteBuffer.allocate(HEAD_OVERHEAD_BYTES + bytes.length + metadata.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.length)
                        .put(bytes)
                        .put(metadata));
    }

    static boolean isRecordKey(byte firstByte) {
        return firstByte != ORDINAL;
    }

    private static byte[] sealed(byte[] key, ByteBuffer value) {
        int end = value.position();
        return value.putInt(checksum(key, value.array(), end)).array();
    }

    private static int checksum(byte[] key, byte[] value, int length) {
        CRC32C crc = new CRC32C();
        crc.update(key, 0, key.length);
        crc.update(value, 0, length);
        return (int) crc.getValue();
    }

    /** Checks a record's value. */
    private static ByteBuffer opened(Path volume, Supplier<String> what, byte[] key, byte[] value, int bytesMin) {
        if (value.length < bytesMin) {
            throw new CorruptStoreException(
                    volume, 0, what.get() + " of at least " + bytesMin + " bytes", value.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int sumAt = value.length - SUM_BYTES;
        int expected = checksum(key, value, sumAt);
        if (in.getInt(sumAt) != expected) {
            throw new CorruptStoreException(
                    volume,
                    0,
                    what.get() + " with checksum " + Integer.toHexString(expected),
                    Integer.toHexString(in.getInt(sumAt)));
        }
        return in;
    }

    static int ordinal(Path volume, VectorKey key, byte[] value) {
        return opened(volume, () -> "record of " + key, key.sharedBytes(), value, RECORD_OVERHEAD_BYTES)
                .getInt(0);
    }

    /** Bytes of metadata in a record's value; the value was checked before. */
    static int metadataBytes(byte[] value) {
        int dimensions = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        return value.length - RECORD_OVERHEAD_BYTES - dimensions * Float.BYTES;
    }

    static TableEntry entry(Path volume, VectorKey key, byte[] value) {
        ByteBuffer in = opened(volume, () -> "record of " + key, key.sharedBytes(), value, RECORD_OVERHEAD_BYTES);
        int dimensions = in.getInt(4);
        int room = (value.length - RECORD_OVERHEAD_BYTES) / Float.BYTES;
        if (dimensions < 0 || dimensions > room) {
            throw new CorruptStoreException(
                    volume, 0, "record of " + key + " with 0 to " + room + " dimensions", String.valueOf(dimensions));
        }
        float[] vector = new float[dimensions];
        in.position(8).asFloatBuffer().get(vector);
        byte[] metadata = Arrays.copyOfRange(value, 8 + dimensions * Float.BYTES, value.length - SUM_BYTES);
        return new TableEntry(key, in.getInt(0), vector, metadata);
    }

    static TableHead head(Path volume, int ordinal, byte[] ordinalKey, byte[] value) {
        Supplier<String> what = () -> "key of ordinal " + ordinal;
        int length =
                opened(volume, what, ordinalKey, value, HEAD_OVERHEAD_BYTES).getInt(0);
        int room = value.length - HEAD_OVERHEAD_BYTES;
        if (length < 0 || length > room) {
            throw new CorruptStoreException(
                    volume, 0, what.get() + " of 0 to " + room + " bytes", String.valueOf(length));
        }
        try {
            int end = Integer.BYTES + length;
            return new TableHead(
                    VectorKey.ofShared(Arrays.copyOfRange(value, Integer.BYTES, end)),
                    Arrays.copyOfRange(value, end, value.length - SUM_BYTES));
        } catch (VexfsException malformed) {
            throw new CorruptStoreException(volume, 0, what.get(), String.valueOf(malformed.getMessage()));
        }
    }
}
