package io.vexfs.core.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a text file as bytes, in one buffer that is used again; LF or CRLF, and a UTF-8 mark at the start. */
final class LineReader {
    private static final int CHUNK_BYTES = 65_536;

    private final InputStream in;
    private final String name;
    private byte[] buffer;
    private int filled;
    private int from;
    private int to;
    private int next;
    private long number;
    private boolean ended;

    LineReader(InputStream in, long sizeBytes, String name) {
        this.in = in;
        this.name = name;
        buffer = new byte[(int) Math.max(256, Math.min(sizeBytes + 1, CHUNK_BYTES))];
    }

    /** Goes to the next line; false after the last. */
    boolean advance() throws IOException {
        from = next;
        int scanned = from;
        while (true) {
            for (int i = scanned; i < filled; i++) {
                if (buffer[i] == '\n') {
                    next = i + 1;
                    end(i);
                    return true;
                }
            }
            scanned = filled;
            if (ended) {
                next = filled;
                end(filled);
                return from < filled;
            }
            scanned -= fill();
        }
    }

    private void end(int lineEnd) {
        to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (number == 0
                && to - from >= 3
                && (buffer[from] & 0xff) == 0xef
                && (buffer[from + 1] & 0xff) == 0xbb
                && (buffer[from + 2] & 0xff) == 0xbf) {
            from += 3;
        }
        number++;
    }

    /** Reads more behind the unfinished line; returns by how much that was shifted to the front. */
    private int fill() throws IOException {
        int shift = from;
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= shift;
        from = 0;
        if (filled > FormatLimits.LINE_BYTES_MAX) {
            number++;
            throw RowSink.limit("bytes of a line", FormatLimits.LINE_BYTES_MAX, "more", place());
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
        return shift;
    }

    /** The bytes that the line is in, from {@link #from} to before {@link #to}. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** What messages call this line: {@code a.vec line 3}. */
    String place() {
        return name + " line " + number;
    }
}
