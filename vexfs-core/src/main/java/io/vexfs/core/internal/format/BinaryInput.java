package io.vexfs.core.internal.format;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of a file read from its start, with the offset for messages. */
final class BinaryInput {
    private final InputStream in;
    private final long sizeBytes;
    private final String name;
    private long offset;

    BinaryInput(InputStream in, long sizeBytes, String name) {
        this.in = in;
        this.sizeBytes = sizeBytes;
        this.name = name;
    }

    String name() {
        return name;
    }

    long offset() {
        return offset;
    }

    long left() {
        return sizeBytes - offset;
    }

    String place() {
        return name + " offset " + offset;
    }

    /** Fills the buffer from its start; what it is read for is named if the file ends before. */
    ByteBuffer fill(ByteBuffer buffer, String what) throws IOException {
        int wanted = buffer.clear().remaining();
        int read = in.readNBytes(buffer.array(), 0, wanted);
        if (read < wanted) {
            throw truncated(what, wanted, read);
        }
        offset += wanted;
        return buffer;
    }

    VexfsException truncated(String what, long expected, long found) {
        return RowSink.invalid("truncated " + what + ": expected " + expected + " bytes, was " + found, place());
    }

    void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw RowSink.invalid("trailing bytes: expected the end of the file, was more", place());
        }
    }

    static ByteBuffer buffer(int bytes, ByteOrder order) {
        return ByteBuffer.allocate(bytes).order(order);
    }
}
