package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The mark of a clean close: up to where log, tables and graphs agree. Little-endian:
 *
 * <pre>
 *  0            8             12             20            28           36                44
 *  +------------+-------------+--------------+-------------+------------+-----------------+-----------+--------+
 *  | "VEXFSCLN" | version:int | storeId:long | sequence    | segment    | segmentBytes    | tables    | crc32c |
 *  +------------+-------------+--------------+-------------+------------+-----------------+-----------+--------+
 * tables  count:int, count times: collection:int size:long liveBytes:long, volumes:int, volumes times: inode:long crc32c:int,
 *         rows:int 0 or 1, rows times: inode:long crc32c:int
 * </pre>
 *
 * @param sequence the last record of the log, which tables and graphs hold
 * @param segment the last segment of the log
 * @param segmentBytes the length of that segment
 * @param tables the tables that may be opened as they are
 */
public record CleanMark(long sequence, long segment, long segmentBytes, List<TableMark> tables) {
    private static final long MAGIC = 0x4e4c435346584556L; // "VEXFSCLN" read as a little-endian long
    private static final int VERSION = 3;
    private static final int VOLUME_BYTES = 12;
    private static final int BYTES_MAX = 64 << 20;

    /** Copies the list. */
    public CleanMark {
        tables = List.copyOf(tables);
    }

    byte[] bytes(long storeId) {
        ByteWriter out = new ByteWriter("clean mark", 64 + 28 * tables.size(), BYTES_MAX);
        out.int64(MAGIC)
                .int32(VERSION)
                .int64(storeId)
                .int64(sequence)
                .int64(segment)
                .int64(segmentBytes)
                .int32(tables.size());
        for (TableMark table : tables) {
            out.int32(table.collection())
                    .int64(table.size())
                    .int64(table.liveBytes())
                    .int32(table.volumes().size());
            table.volumes().forEach(volume -> out.int64(volume.inode()).int32(volume.checksum()));
            out.int32(table.rows().isPresent() ? 1 : 0);
            table.rows().ifPresent(rows -> out.int64(rows.inode()).int32(rows.checksum()));
        }
        out.int32(checksum(out.toArray(), out.size()));
        return out.toArray();
    }

    /** The mark in these bytes; empty if it is damaged or of another store, since then nothing may be trusted. */
    static Optional<CleanMark> parse(Path file, byte[] bytes, long storeId) {
        if (bytes.length < 4) {
            return Optional.empty();
        }
        int sumAt = bytes.length - 4;
        ByteReader in = new ByteReader(file, 0, ByteBuffer.wrap(bytes, 0, sumAt));
        ByteReader sum = new ByteReader(file, 0, ByteBuffer.wrap(bytes, sumAt, 4));
        if (sum.int32() != checksum(bytes, sumAt)) {
            return Optional.empty();
        }
        try {
            if (in.int64() != MAGIC || in.int32() != VERSION || in.int64() != storeId) {
                return Optional.empty();
            }
            long sequence = in.int64();
            long segment = in.int64();
            long segmentBytes = in.int64();
            int count = in.count(28);
            List<TableMark> tables = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                TableMark table = new TableMark(in.int32(), in.int64(), in.int64(), volumes(in));
                tables.add(table.with(volumes(in).stream().findFirst()));
            }
            in.end();
            return Optional.of(new CleanMark(sequence, segment, segmentBytes, tables));
        } catch (CorruptStoreException malformed) {
            return Optional.empty();
        }
    }

    private static List<VolumeMark> volumes(ByteReader in) {
        int count = in.count(VOLUME_BYTES);
        List<VolumeMark> volumes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            volumes.add(new VolumeMark(in.int64(), in.int32()));
        }
        return volumes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
