package io.vexfs.core.internal.graph;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.OtherVersionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A file being read in sections, each checked against the checksum behind it, through one large buffer. */
final class SnapshotInput implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final CRC32C checksum = new CRC32C();
    /** Where the bytes of the buffer that the checksum does not cover yet begin. */
    private int unsummed;

    private long sectionOffset;

    SnapshotInput(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        int bytes = (int) Math.min(BUFFER_BYTES, Math.max(SnapshotLayout.HEADER_BYTES, channel.size()));
        this.buffer =
                ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }

    /** The header, checked against its checksum and against the length of the file. */
    SnapshotLayout header() throws IOException {
        requireSize(channel.size() >= SnapshotLayout.HEADER_BYTES, SnapshotLayout.HEADER_BYTES + " bytes or more");
        String magic = text(SnapshotLayout.MAGIC.length());
        if (!magic.equals(SnapshotLayout.MAGIC)) {
            throw new CorruptStoreException(file, 0, "magic " + SnapshotLayout.MAGIC, printable(magic));
        }
        int version = integer();
        int dimensions = integer();
        String metric = text(SnapshotLayout.METRIC_BYTES);
        int m = integer();
        int efConstruction = integer();
        long seed = longInteger();
        long logPosition = longInteger();
        long inserts = longInteger();
        int ordinals = integer();
        int entry = integer();
        int upperNodes = integer();
        int upperLevels = integer();
        int quantization = integer();
        int parts = integer();
        long fileBytes = longInteger();
        endSection("header");
        requireVersion(version, metric);
        requireParts(version, parts);
        SnapshotLayout layout = layout(
                dimensions,
                metric.trim(),
                m,
                efConstruction,
                seed,
                logPosition,
                inserts,
                ordinals,
                entry,
                upperNodes,
                upperLevels,
                quantization,
                parts);
        if (layout.fileBytes() != fileBytes || ordinals < 0) {
            throw new CorruptStoreException(file, 80, "file size " + layout.fileBytes(), "" + fileBytes);
        }
        requireSize(channel.size() == fileBytes, fileBytes + " bytes");
        return layout;
    }

    /** Checked behind the checksum, so that no changed byte is taken for another version. */
    private void requireVersion(int version, String metric) throws OtherVersionException {
        boolean readable = version == SnapshotLayout.VERSION
                || version == SnapshotLayout.VERSION_WITHOUT_SKETCHES
                || version == SnapshotLayout.VERSION_OF_WHOLE_FLOATS && !SnapshotLayout.ofBits(metric.trim());
        if (!readable) {
            throw new OtherVersionException(file, SnapshotLayout.VERSION, version);
        }
    }

    private void requireParts(int version, int parts) {
        int known = SnapshotLayout.CODES | SnapshotLayout.MAPPED;
        int sketches = SnapshotLayout.SKETCHES | SnapshotLayout.GIVEN_UP;
        if (version == SnapshotLayout.VERSION) {
            known |= sketches;
        }
        if ((parts & ~known) != 0 || (parts & sketches) == sketches) {
            throw impossible("parts of format version " + version + ", bits of " + known, String.valueOf(parts));
        }
    }

    int integer() throws IOException {
        need(Integer.BYTES);
        return buffer.getInt();
    }

    long[] longs(int count) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = longInteger();
        }
        return values;
    }

    void ints(int[] target, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            need(Integer.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().get(target, from + done, part);
            buffer.position(buffer.position() + part * Integer.BYTES);
            done += part;
        }
    }

    void floats(float[] target, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            need(Float.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Float.BYTES);
            buffer.asFloatBuffer().get(target, from + done, part);
            buffer.position(buffer.position() + part * Float.BYTES);
            done += part;
        }
    }

    void shorts(short[] target, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            need(Short.BYTES);
            int part = Math.min(count - done, buffer.remaining() / Short.BYTES);
            buffer.asShortBuffer().get(target, from + done, part);
            buffer.position(buffer.position() + part * Short.BYTES);
            done += part;
        }
    }

    /** Compares the checksum behind the section; the failure names where the section begins. */
    void endSection(String name) throws IOException {
        sum();
        int expected = (int) checksum.getValue();
        int found = integer();
        if (expected != found) {
            throw new CorruptStoreException(
                    file,
                    sectionOffset,
                    name + " checksum " + Integer.toHexString(expected),
                    Integer.toHexString(found));
        }
        unsummed = buffer.position();
        checksum.reset();
        sectionOffset = offset();
    }

    /** What is to be thrown where a checked section says something impossible. */
    CorruptStoreException impossible(String expected, String found) {
        return new CorruptStoreException(file, offset(), expected, found);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private SnapshotLayout layout(
            int dimensions,
            String metric,
            int m,
            int efConstruction,
            long seed,
            long logPosition,
            long inserts,
            int ordinals,
            int entry,
            int upperNodes,
            int upperLevels,
            int quantization,
            int parts) {
        Quantization[] quantizations = Quantization.values();
        if (quantization < 0 || quantization >= quantizations.length) {
            throw impossible("quantization 0 to " + (quantizations.length - 1), String.valueOf(quantization));
        }
        try {
            return new SnapshotLayout(
                    dimensions,
                    DistanceMetric.parse(metric),
                    new GraphShape(m, efConstruction, seed),
                    logPosition,
                    inserts,
                    ordinals,
                    entry,
                    upperNodes,
                    upperLevels,
                    quantizations[quantization],
                    (parts & SnapshotLayout.CODES) != 0,
                    (parts & SnapshotLayout.MAPPED) == 0,
                    (parts & SnapshotLayout.SKETCHES) != 0,
                    (parts & SnapshotLayout.GIVEN_UP) != 0);
        } catch (VexfsException e) {
            throw impossible("a metric and a shape that exist", String.valueOf(e.getMessage()));
        }
    }

    private long longInteger() throws IOException {
        need(Long.BYTES);
        return buffer.getLong();
    }

    private String text(int length) throws IOException {
        need(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(c -> printable.append(c > ' ' && c < 127 ? (char) c : '?'));
        return printable.toString();
    }

    private void requireSize(boolean holds, String expected) throws IOException {
        if (!holds) {
            long size = channel.size();
            throw new CorruptStoreException(file, size, expected, size + " bytes");
        }
    }

    private long offset() {
        try {
            return channel.position() - buffer.remaining();
        } catch (IOException e) {
            return sectionOffset;
        }
    }

    private void sum() {
        ByteBuffer read = buffer.duplicate().limit(buffer.position()).position(unsummed);
        checksum.update(read);
        unsummed = buffer.position();
    }

    private void need(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        sum();
        buffer.compact();
        while (buffer.position() < bytes) {
            if (channel.read(buffer) < 0) {
                throw impossible(bytes + " more bytes", "the end of the file");
            }
        }
        buffer.flip();
        unsummed = 0;
    }
}
