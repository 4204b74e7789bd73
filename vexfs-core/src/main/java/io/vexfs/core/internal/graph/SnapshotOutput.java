package io.vexfs.core.internal.graph;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A file being written in sections, each followed by its checksum, through one large buffer. */
final class SnapshotOutput implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    SnapshotOutput(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    void header(SnapshotLayout layout) throws IOException {
        text(SnapshotLayout.MAGIC, SnapshotLayout.MAGIC.length());
        integer(SnapshotLayout.VERSION);
        integer(layout.dimensions());
        text(layout.metric().text(), SnapshotLayout.METRIC_BYTES);
        integer(layout.shape().m());
        integer(layout.shape().efConstruction());
        longs(layout.shape().seed(), layout.logPosition(), layout.inserts());
        integer(layout.ordinals());
        integer(layout.entry());
        integer(layout.upperNodes());
        integer(layout.upperLevels());
        integer(layout.quantization().ordinal());
        integer((layout.codes() ? SnapshotLayout.CODES : 0)
                | (layout.vectors() ? 0 : SnapshotLayout.MAPPED)
                | (layout.sketches() ? SnapshotLayout.SKETCHES : 0)
                | (layout.sketchesGivenUp() ? SnapshotLayout.GIVEN_UP : 0));
        longs(layout.fileBytes());
        endSection();
    }

    void integer(int value) throws IOException {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    void longs(long... values) throws IOException {
        for (long value : values) {
            room(Long.BYTES);
            buffer.putLong(value);
        }
    }

    void ints(int[] values, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            room(Integer.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, from + done, part);
            buffer.position(buffer.position() + part * Integer.BYTES);
            done += part;
        }
    }

    void floats(float[] values, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            room(Float.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Float.BYTES);
            buffer.asFloatBuffer().put(values, from + done, part);
            buffer.position(buffer.position() + part * Float.BYTES);
            done += part;
        }
    }

    void shorts(short[] values, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            room(Short.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Short.BYTES);
            buffer.asShortBuffer().put(values, from + done, part);
            buffer.position(buffer.position() + part * Short.BYTES);
            done += part;
        }
    }

    /** Writes the checksum of what came since the last one. */
    void endSection() throws IOException {
        flush();
        int value = (int) checksum.getValue();
        integer(value);
        flush();
        checksum.reset();
    }

    /** Brings everything to disk. */
    void force() throws IOException {
        flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void text(String text, int length) throws IOException {
        room(length);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assert bytes.length <= length : text;
        buffer.put(bytes);
        for (int i = bytes.length; i < length; i++) {
            buffer.put((byte) 0);
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        checksum.update(buffer);
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
