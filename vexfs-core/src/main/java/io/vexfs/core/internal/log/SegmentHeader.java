package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The beginning of a segment, and of a base. Little-endian:
 *
 * <pre>
 *  0            8             12            20                  28                   36         40
 *  +------------+-------------+-------------+-------------------+--------------------+----------+
 *  | "VEXFSLOG" | version:int | storeId:long| segment:long      | firstSequence:long | crc32c   |
 *  +------------+-------------+-------------+-------------------+--------------------+----------+
 * </pre>
 *
 * A base has {@code "VEXFSBAS"}, and the number and the first sequence of the segment that follows it.
 */
record SegmentHeader(long magic, long storeId, long segment, long firstSequence) {
    static final int BYTES = 40;
    static final long LOG = 0x474f4c5346584556L; // "VEXFSLOG" read as a little-endian long
    static final long BASE = 0x5341425346584556L; // "VEXFSBAS"
    private static final int VERSION = 1;

    byte[] bytes() {
        ByteWriter out = new ByteWriter("segment header", BYTES, BYTES)
                .int64(magic)
                .int32(VERSION)
                .int64(storeId)
                .int64(segment)
                .int64(firstSequence);
        out.int32(LogFrame.checksum(out.toArray(), 0, BYTES - Integer.BYTES));
        return out.toArray();
    }

    /** Whether the header was written to its end; without one, a segment holds nothing. */
    static boolean whole(LogFile file) throws IOException {
        byte[] bytes = new byte[BYTES];
        int read = file.read(0, bytes, 0, BYTES);
        int sumAt = BYTES - Integer.BYTES;
        return read == BYTES
                && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(sumAt)
                        == LogFrame.checksum(bytes, 0, sumAt);
    }

    /** The first sequence that a whole header tells. */
    static long first(LogFile file) throws IOException {
        return fields(file).getLong(28);
    }

    /** The store that a whole header tells. */
    static long store(LogFile file) throws IOException {
        return fields(file).getLong(12);
    }

    private static ByteBuffer fields(LogFile file) throws IOException {
        byte[] bytes = new byte[BYTES];
        file.read(0, bytes, 0, BYTES);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads and checks the header of a segment that should be of this store and have this number. */
    static SegmentHeader read(LogFile file, Path path, long storeId, long segment) throws IOException {
        return read(LOG, file, path, storeId, segment);
    }

    /** As {@link #read(LogFile, Path, long, long)}, for a file of this kind. */
    static SegmentHeader read(long kind, LogFile file, Path path, long storeId, long segment) throws IOException {
        byte[] bytes = new byte[BYTES];
        int read = file.read(0, bytes, 0, BYTES);
        ByteReader in = new ByteReader(path, 0, ByteBuffer.wrap(bytes, 0, read));
        long magic = in.int64();
        if (magic != kind) {
            throw new CorruptStoreException(path, 0, "magic " + Long.toHexString(kind), Long.toHexString(magic));
        }
        int version = in.int32();
        SegmentHeader header = new SegmentHeader(magic, in.int64(), in.int64(), in.int64());
        int found = in.int32();
        int expected = LogFrame.checksum(bytes, 0, BYTES - Integer.BYTES);
        if (found != expected) {
            throw new CorruptStoreException(
                    path, BYTES - 4L, "checksum " + Integer.toHexString(expected), Integer.toHexString(found));
        }
        if (version > VERSION) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    path + ": log format version: expected at most " + VERSION + ", was " + version);
        }
        if (header.storeId != storeId) {
            throw new CorruptStoreException(
                    path, 12, "store id " + Long.toHexString(storeId), Long.toHexString(header.storeId));
        }
        if (header.segment != segment) {
            throw new CorruptStoreException(path, 20, "segment " + segment, String.valueOf(header.segment));
        }
        return header;
    }
}
