package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file {@code FORMAT}, which makes a directory a store. Little-endian:
 *
 * <pre>
 *  0            8             12            20         24
 *  +------------+-------------+-------------+----------+
 *  | "VEXFSSTO" | version:int | storeId:long| crc32c   |
 *  +------------+-------------+-------------+----------+
 * </pre>
 *
 * Every version begins with these 24 bytes, so that an older program can tell a newer store from a damaged one.
 */
record StoreFormat(long storeId) {
    static final int VERSION = 1;
    static final int BYTES = 24;
    private static final long MAGIC = 0x4f54535346584556L; // "VEXFSSTO" read as a little-endian long

    byte[] bytes() {
        ByteWriter out = new ByteWriter("FORMAT", BYTES, BYTES)
                .int64(MAGIC)
                .int32(VERSION)
                .int64(storeId);
        return out.int32(checksum(out.toArray())).toArray();
    }

    static StoreFormat read(Path file, byte[] bytes) {
        ByteReader in = new ByteReader(file, 0, ByteBuffer.wrap(bytes));
        long magic = in.int64();
        if (magic != MAGIC) {
            throw new CorruptStoreException(file, 0, "magic " + Long.toHexString(MAGIC), Long.toHexString(magic));
        }
        int version = in.int32();
        long storeId = in.int64();
        int found = in.int32();
        int expected = checksum(bytes);
        if (found != expected) {
            throw new CorruptStoreException(
                    file, 20, "checksum " + Integer.toHexString(expected), Integer.toHexString(found));
        }
        if (version != VERSION) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    file + ": store format version: expected at most " + VERSION + ", was " + version
                            + "; a newer VexFS made this store");
        }
        in.end();
        return new StoreFormat(storeId);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
