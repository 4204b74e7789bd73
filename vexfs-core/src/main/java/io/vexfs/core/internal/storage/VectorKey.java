package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of a vector inside its collection. Immutable. As bytes:
 *
 * <pre>
 * 0x00 id:UTF-8                        a vector that came by the API
 * 0x01 fileId:8, big-endian  row:4     a row of a file
 * </pre>
 */
public final class VectorKey {
    private static final byte ID = 0;
    private static final byte FILE = 1;
    private static final int FILE_BYTES = 13;

    private final byte[] bytes;

    private VectorKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key of an API vector; 1 to {@link Limits#ID_BYTES_MAX} bytes of UTF-8. */
    public static VectorKey ofId(String id) {
        byte[] text = ByteWriter.utf8("id", id);
        if (text.length == 0) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "id: expected text, was empty");
        }
        if (text.length > Limits.ID_BYTES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "id: expected at most " + Limits.ID_BYTES_MAX + " bytes, was " + text.length);
        }
        byte[] bytes = new byte[text.length + 1];
        bytes[0] = ID;
        System.arraycopy(text, 0, bytes, 1, text.length);
        return new VectorKey(bytes);
    }

    /** The key of a file's row, counted from 0. */
    public static VectorKey ofFile(long fileId, int row) {
        if (row < 0) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "row: expected 0 or more, was " + row);
        }
        return new VectorKey(ByteBuffer.allocate(FILE_BYTES)
                .put(FILE)
                .putLong(fileId)
                .putInt(row)
                .array());
    }

    /** The key with these bytes, as {@link #bytes()} gave them. */
    public static VectorKey of(byte[] bytes) {
        return ofShared(bytes.clone());
    }

    /** As {@link #of}, without a copy; nobody may change them. */
    static VectorKey ofShared(byte[] bytes) {
        boolean sound = bytes.length > 1
                && (bytes[0] == ID
                        ? bytes.length <= 1 + Limits.ID_BYTES_MAX
                        : bytes[0] == FILE && bytes.length == FILE_BYTES);
        if (!sound) {
            String found = bytes.length == 0 ? "none" : bytes.length + " beginning with " + bytes[0];
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "vector key: expected bytes of an id or a file's row, was " + found);
        }
        return new VectorKey(bytes);
    }

    /** Whether this is a file's row. */
    public boolean isFile() {
        return bytes[0] == FILE;
    }

    /** The id of an API vector. */
    public String id() {
        if (isFile()) {
            throw new IllegalStateException("id of " + this);
        }
        return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
    }

    /** The file of a file's row. */
    public long fileId() {
        requireFile();
        return ByteBuffer.wrap(bytes).getLong(1);
    }

    /** The row in its file. */
    public int row() {
        requireFile();
        return ByteBuffer.wrap(bytes).getInt(9);
    }

    private void requireFile() {
        if (!isFile()) {
            throw new IllegalStateException("file of " + this);
        }
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes without a copy; nobody may change them. */
    byte[] sharedBytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return isFile() ? "file " + fileId() + " row " + row() : "id '" + id() + "'";
    }
}
