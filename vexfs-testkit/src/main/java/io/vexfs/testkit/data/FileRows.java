package io.vexfs.testkit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An open data file whose claims are checked against its size before anything is allocated. */
final class FileRows implements AutoCloseable {
    /** No row of a known data set is larger. */
    private static final int ROW_BYTES_MAX = 1 << 24;

    private final Path file;
    private final FileChannel channel;
    private final long size;

    FileRows(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file);
        size = channel.size();
    }

    long size() {
        return size;
    }

    /** Some bytes, little-endian. */
    ByteBuffer bytes(long offset, long count) throws IOException {
        if (count > ROW_BYTES_MAX || count < 0) {
            throw wrong(offset, "rows of at most " + ROW_BYTES_MAX + " bytes", Long.toString(count));
        }
        if (size - offset < count) {
            throw wrong(offset, count + " bytes", Long.toString(Math.max(0, size - offset)));
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw wrong(offset, count + " bytes", "its end");
            }
        }
        return buffer.flip();
    }

    IOException wrong(long offset, String expected, String found) {
        return new IOException(file + " offset " + offset + ": expected " + expected + ", was " + found);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
