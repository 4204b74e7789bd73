package io.vexfs.core.internal.log;

import io.vexfs.core.internal.disk.ByteWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frame around one record in a segment. Little-endian:
 *
 * <pre>
 *  0            4                        12                      20                 20 + length
 *  +------------+------------------------+-----------------------+--------------------+-----------+
 *  | length:int | sequence:long          | forced:long           | record             | crc32c    |
 *  +------------+------------------------+-----------------------+--------------------+-----------+
 * </pre>
 *
 * {@code length} counts the record alone and is at least 1. {@code forced} is the last sequence that was on the disk
 * when this frame was written: it tells a record that was lost before it was forced (a power cut may keep a later
 * page and lose an earlier one) from one that was damaged afterwards. The checksum covers everything before it.
 */
final class LogFrame {
    static final int HEADER_BYTES = 20;
    static final int OVERHEAD_BYTES = HEADER_BYTES + Integer.BYTES;
    /** Bytes of the largest record. */
    static final int RECORD_BYTES_MAX = 1 << 30;

    private LogFrame() {}

    /** A frame that still lacks its sequence and checksum; made outside of any lock. */
    static ByteBuffer of(LogRecord record) {
        int hint = Math.min(LogCodec.sizeHint(record), RECORD_BYTES_MAX) + OVERHEAD_BYTES;
        ByteWriter out = new ByteWriter("log record", hint, RECORD_BYTES_MAX + OVERHEAD_BYTES);
        out.int32(0).int64(0).int64(0);
        LogCodec.write(record, out);
        int length = out.size() - HEADER_BYTES;
        out.int32(0);
        ByteBuffer frame = out.flip();
        frame.putInt(0, length);
        return frame;
    }

    /** Completes a frame with the sequence that the log gives it. */
    static void seal(ByteBuffer frame, long sequence, long forced) {
        frame.putLong(4, sequence).putLong(12, forced);
        int end = frame.limit() - Integer.BYTES;
        frame.putInt(end, checksum(frame.array(), frame.arrayOffset(), end));
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
