package io.vexfs.core.internal.vectors;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.disk.Mappings;
import io.vexfs.core.internal.distance.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * Rows of floats by ordinal in a mapped file, from which they are copied to where kernels find them. Little-endian:
 *
 * <pre>
 *  0  magic "VEXFSROW"  8      4096  row 0: stride floats of 4, see Rows
 *  8  version, 1        4            row 1
 * 12  dimensions        4            ...
 * 16  stride            4
 * 20  zeros, to 4096
 * </pre>
 *
 * <p>The file is one view more of what the log holds. It has no checksum of its own: who trusts it knows that of the whole
 * file.
 *
 * <p>Implementation note. The file is mapped in regions of about {@value #REGION_BYTES} bytes, the last of which reaches
 * beyond its end. It grows in smaller steps, by zeros that are written to it: a store into a mapping that finds the disk
 * full, or no file, would end the JVM. Readers take no lock; rows are written under the rules of {@link VectorBlocks}.
 */
public final class MappedRows {
    /** Bytes before the first row. */
    public static final int HEADER_BYTES = 4_096;

    static final int REGION_BYTES = 1 << 26;

    private static final long MAGIC = ByteBuffer.wrap("VEXFSROW".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    private static final int VERSION = 1;
    /** The file's room grows by this part of it, within these bounds. */
    private static final int STEP_PART = 16;

    private static final int STEP_BYTES_MIN = 1 << 16;
    private static final int STEP_BYTES_MAX = 1 << 24;

    private final int stride;
    private final int shift;
    private final boolean writable;
    private Path file;
    private volatile FloatBuffer[] regions = {};
    private MappedByteBuffer[] mappings = {};
    /** Regions that are mapped to their ends. */
    private int whole;
    /** Bytes of the file that have their room on the disk. */
    private long takenBytes;

    private volatile int capacity;
    private volatile boolean changed;

    private MappedRows(Path file, int stride, boolean writable) {
        this.file = file;
        this.writable = writable;
        this.stride = stride;
        this.shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, REGION_BYTES / (stride * Float.BYTES)));
    }

    /**
     * Makes an empty file in place of what has its name.
     *
     * @throws io.vexfs.api.VexfsException {@code NO_SPACE}
     */
    public static MappedRows make(Path file, int dimensions, DistanceMetric metric) {
        try {
            // Not truncated: somebody may have the old one mapped.
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            MappedRows rows = new MappedRows(file, Rows.stride(dimensions, metric), true);
            rows.changed = true;
            rows.header(dimensions);
            return rows;
        } catch (IOException failed) {
            throw Disk.writeFailure(file, HEADER_BYTES, failed);
        }
    }

    /**
     * Maps a file that is known to be as it was left.
     *
     * @param writable whether rows may be added and written
     * @throws CorruptStoreException if it is of another kind
     */
    public static MappedRows open(Path file, int dimensions, DistanceMetric metric, boolean writable) {
        MappedRows rows = new MappedRows(file, Rows.stride(dimensions, metric), writable);
        try {
            rows.map(dimensions);
        } catch (IOException failed) {
            throw Disk.readFailure(file, failed);
        }
        return rows;
    }

    private void header(int dimensions) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(VERSION).putInt(dimensions).putInt(stride).rewind();
        Disk.uninterrupted(() -> {
            try (FileChannel channel = channel()) {
                write(channel, header.duplicate(), 0);
            }
            return file;
        });
        takenBytes = HEADER_BYTES;
    }

    private void map(int dimensions) throws IOException {
        Disk.uninterrupted(() -> {
            try (FileChannel channel = channel()) {
                ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                    assert header.position() <= HEADER_BYTES;
                }
                header.rewind();
                require(header.getLong(), MAGIC, "magic", 0);
                require(header.getInt(), VERSION, "version", 8);
                require(header.getInt(), dimensions, "dimensions", 12);
                require(header.getInt(), stride, "stride", 16);
                takenBytes = channel.size();
                map(channel);
            }
            return file;
        });
    }

    private void require(long found, long expected, String what, long offset) {
        if (found != expected) {
            throw new CorruptStoreException(file, offset, what + " " + expected, String.valueOf(found));
        }
    }

    /** Floats in a row. */
    public int stride() {
        return stride;
    }

    /** The file. */
    public synchronized Path file() {
        return file;
    }

    /** Whether the file may be another than it was when it was opened. */
    public boolean changed() {
        return changed;
    }

    /** Rows that there is room for. */
    public int capacity() {
        return capacity;
    }

    /**
     * Makes room for ordinals below {@code count}.
     *
     * @throws io.vexfs.api.VexfsException {@code NO_SPACE}, with nothing changed
     */
    public synchronized void ensure(int count) {
        if (count <= capacity) {
            return;
        }
        changed = true;
        long step = Math.max(STEP_BYTES_MIN, Math.min(STEP_BYTES_MAX, takenBytes / STEP_PART));
        long before = takenBytes;
        long target = Math.max(HEADER_BYTES + (long) count * rowBytes(), before + step);
        try {
            Disk.requireRoom(Disk.parent(file), target - before);
            Disk.uninterrupted(() -> {
                try (FileChannel channel = channel()) {
                    take(channel, before, target);
                    takenBytes = target;
                    map(channel);
                }
                return file;
            });
        } catch (IOException failed) {
            takenBytes = before;
            giveBack(before, failed);
            throw Disk.writeFailure(file, target - before, failed);
        }
    }

    private static void take(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(STEP_BYTES_MIN);
        for (long at = from; at < to; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            write(channel, zeros, at);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** So that what was taken in vain does not keep the disk full. Nobody looks at the rows behind it. */
    private void giveBack(long bytes, IOException failed) {
        try {
            cut(bytes);
        } catch (IOException left) {
            failed.addSuppressed(left);
        }
    }

    private void cut(long bytes) throws IOException {
        Disk.uninterrupted(() -> {
            try (FileChannel channel = channel()) {
                channel.truncate(bytes);
            }
            return file;
        });
    }

    /** Maps the regions that the room taken reaches into, and publishes the rows in them. */
    private void map(FileChannel channel) throws IOException {
        long regionBytes = (long) rowBytes() << shift;
        int rows = (int) Math.min(Integer.MAX_VALUE, (takenBytes - HEADER_BYTES) / rowBytes());
        int count = (int) (((long) rows + (1 << shift) - 1) >>> shift);
        MappedByteBuffer[] maps = Arrays.copyOf(mappings, count);
        FloatBuffer[] floats = Arrays.copyOf(regions, count);
        int toTheirEnds = whole;
        for (int i = whole; i < count; i++) {
            long from = HEADER_BYTES + i * regionBytes;
            boolean all = writable && reaches(channel, from + regionBytes);
            long bytes = all ? regionBytes : Math.min(regionBytes, takenBytes - from);
            maps[i] =
                    channel.map(writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY, from, bytes);
            floats[i] = maps[i].order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            toTheirEnds += all ? 1 : 0;
        }
        if (channel.size() > takenBytes) {
            channel.truncate(takenBytes);
        }
        whole = toTheirEnds;
        mappings = maps;
        regions = floats;
        capacity = rows;
    }

    /**
     * Makes the file as long as a region, with no room for it on the disk, which mapping it would take; it is cut again when
     * that is done. False on a disk that is full to the last block: then less is mapped, and more when there is more.
     */
    private static boolean reaches(FileChannel channel, long end) throws IOException {
        if (channel.size() >= end) {
            return true;
        }
        try {
            write(channel, ByteBuffer.allocate(1), end - 1);
            return true;
        } catch (ClosedByInterruptException again) {
            throw again;
        } catch (IOException full) {
            return false;
        }
    }

    private FileChannel channel() throws IOException {
        Set<OpenOption> options =
                writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ);
        return FileChannel.open(file, options);
    }

    private int rowBytes() {
        return stride * Float.BYTES;
    }

    /** Copies a row. */
    public void read(int ordinal, float[] target, int offset) {
        regions[ordinal >>> shift].get((ordinal & (1 << shift) - 1) * stride, target, offset, stride);
    }

    /** Overwrites a row, where there is room for it. */
    void write(int ordinal, float[] row) {
        changed = true;
        regions[ordinal >>> shift].put((ordinal & (1 << shift) - 1) * stride, row, 0, stride);
    }

    /** Ends the file behind the rows below {@code count} and brings it to the disk; after the last write. */
    public synchronized void sync(int count) throws IOException {
        if (writable) {
            capacity = Math.min(count, capacity);
            takenBytes = HEADER_BYTES + (long) capacity * rowBytes();
            cut(takenBytes);
            Disk.forceFile(file);
        }
    }

    /** Gives the file another name, in place of what has it. */
    public synchronized void rename(Path name) {
        try {
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            file = name;
        } catch (IOException failed) {
            throw Disk.writeFailure(name, 0, failed);
        }
    }

    /** Ends the mappings; for good, and when nobody can be reading. */
    public synchronized void release() {
        regions = new FloatBuffer[0];
        capacity = 0;
        for (MappedByteBuffer mapping : mappings) {
            Mappings.end(mapping);
        }
        mappings = new MappedByteBuffer[0];
    }

    /** Deletes the file; its room comes back when the mappings have ended. */
    public synchronized void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw Disk.writeFailure(file, 0, failed);
        }
    }
}
