package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapSegmentContext;
import org.jspecify.annotations.Nullable;

/**
 * One Chronicle Map file of a table. Its size is fixed when it is made; {@link #takes} says whether it has room.
 * Reads are safe from many threads; writes come from one thread at a time.
 */
final class TableVolume {
    /** Part of the room that is filled: odd pieces between entries of different sizes, and uneven segments. */
    private static final double FILL = 0.93;
    /** After so much of the volume has changed its real room is looked up again. */
    private static final long LOOKS = 64;

    private static final int CHUNKS_PER_ENTRY_MAX = 1 << 20;

    private final Path file;
    private final ChronicleMap<byte[], byte[]> map;
    private final int segments;
    private final long fillBytes;
    private long room;
    private long changedBytes;
    /** Null from the first write on. */
    private @Nullable VolumeMark mark;

    private TableVolume(Path file, ChronicleMap<byte[], byte[]> map, @Nullable VolumeMark mark) {
        this.mark = mark;
        this.file = file;
        this.map = map;
        this.segments = map.segments();
        long bytes = 0;
        for (ChronicleMap.SegmentStats segment : map.segmentStats()) {
            bytes += segment.sizeInBytes();
        }
        this.fillBytes = (long) (bytes * FILL);
        look();
    }

    /** Makes the volume behind others, of the size that is due or, on a disk without the room, of half of it, and so on. */
    static TableVolume makeNext(Path file, long recordBytes, long neededBytes, long presentBytes) {
        VolumeShape shape = VolumeShape.next(recordBytes, neededBytes, presentBytes);
        while (true) {
            VolumeShape smaller = shape.half(recordBytes, neededBytes);
            boolean smallest = smaller.bytes() >= shape.bytes();
            // A disk that is too small for it need not be asked.
            if (smallest || shape.bytes() < Disk.parent(file).toFile().getUsableSpace()) {
                try {
                    return make(file, shape);
                } catch (VexfsException full) {
                    if (full.error() != FuseVexfsError.NO_SPACE || smallest) {
                        throw full;
                    }
                }
            }
            shape = smaller;
        }
    }

    /** Makes a volume; its room on the disk is taken now. Leaves nothing behind if that fails. */
    static TableVolume make(Path file, VolumeShape shape) {
        try {
            // Before Chronicle Map makes it, which would make it readable by others.
            OwnFiles.create(file);
            return new TableVolume(file, createPersisted(file, shape), null);
        } catch (IOException | RuntimeException | InternalError failed) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                failed.addSuppressed(left);
            }
            throw Disk.writeFailure(file, shape.bytes(), failed);
        }
    }

    /**
     * Opens a volume after a clean close, if it is the file that this store made and not a byte of it has changed:
     * Chronicle Map instantiates the classes that the header names, and follows offsets that it does not check.
     */
    static TableVolume open(Path file, Path original, VolumeMark mark) {
        try {
            mark.require(file, original);
            VolumeHeader.require(file);
            // The file's own header has the sizes.
            return new TableVolume(file, createPersisted(file, VolumeShape.next(64, 64, 0)), mark);
        } catch (IOException failed) {
            throw Disk.readFailure(file, failed);
        }
    }

    /** What the file is now; between two writes. */
    VolumeMark mark() {
        VolumeMark known = mark;
        if (known == null) {
            try {
                known = VolumeMark.of(file);
            } catch (IOException failed) {
                throw Disk.readFailure(file, failed);
            }
            mark = known;
        }
        return known;
    }

    static ChronicleMap<byte[], byte[]> createPersisted(Path file, VolumeShape shape) throws IOException {
        return Disk.uninterrupted(() -> ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("vexfs")
                .actualChunkSize(shape.chunkBytes())
                .actualSegments(shape.segments())
                .actualChunksPerSegmentTier(shape.chunks())
                .entriesPerSegment(shape.entries())
                .maxChunksPerEntry((int) Math.min(shape.chunks(), CHUNKS_PER_ENTRY_MAX))
                // Tiers would grow the file behind our back, and not always take their room on the disk first.
                .allowSegmentTiering(false)
                // Entries carry their own, which is checked on each read.
                .checksumEntries(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .sparseFile(false)
                .skipCloseOnExitHook(true)
                .createPersistedTo(file.toFile()));
    }

    Path file() {
        return file;
    }

    byte @Nullable [] value(byte[] key) {
        return map.get(key);
    }

    /** Whether so many more bytes fit in, as far as can be told before trying. */
    boolean takes(long bytes) {
        if (room < bytes && changedBytes >= fillBytes / LOOKS) {
            look();
        }
        return room >= bytes;
    }

    /** Bytes that surely are free. */
    long room() {
        return Math.max(0, room);
    }

    private void look() {
        long used = 0;
        for (ChronicleMap.SegmentStats segment : map.segmentStats()) {
            used += segment.usedBytes();
        }
        room = fillBytes - used;
        changedBytes = 0;
    }

    /** Puts an entry of at most {@code bytes}; false, with nothing changed, if its segment has no room for it. */
    boolean put(byte[] key, byte[] value, long bytes) {
        mark = null;
        try {
            map.put(key, value);
        } catch (IllegalStateException | IllegalArgumentException full) {
            room = 0;
            changedBytes = 0;
            return false;
        }
        room -= bytes;
        changedBytes += bytes;
        return true;
    }

    void remove(byte[] key, long bytes) {
        mark = null;
        map.remove(key);
        changedBytes += bytes;
    }

    /** Bytes of all its room, that which is left empty too. */
    long bytes() {
        return (long) (fillBytes / FILL);
    }

    long entries() {
        return map.longSize();
    }

    int segments() {
        return segments;
    }

    /** The keys of the records in one segment. */
    List<VectorKey> keys(int segment) {
        List<VectorKey> keys = new ArrayList<>();
        try (MapSegmentContext<byte[], byte[], ?> context = map.segmentContext(segment)) {
            context.forEachSegmentEntry(entry -> {
                byte[] key = bytes(entry.key());
                if (TableCodec.isRecordKey(key[0])) {
                    keys.add(VectorKey.ofShared(key));
                }
            });
        }
        return keys;
    }

    /** Gives each record to {@code action} as it lies there, while nobody writes; {@code action} may not call the table. */
    void scan(Consumer<TableEntry> action) {
        for (int segment = 0; segment < segments; segment++) {
            try (MapSegmentContext<byte[], byte[], ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntry(entry -> {
                    byte[] key = bytes(entry.key());
                    if (TableCodec.isRecordKey(key[0])) {
                        action.accept(TableCodec.entry(file, VectorKey.ofShared(key), bytes(entry.value())));
                    }
                });
            }
        }
    }

    /** Not {@code get()}, which may give the same array again, nor the bytes one by one. */
    private static byte[] bytes(Data<byte[]> data) {
        return data.getUsing(null);
    }

    /** Brings the file to the disk: stores through a mapping are the file's pages, which its fsync writes. */
    void sync() {
        try {
            Disk.forceFile(file);
        } catch (NoSuchFileException deleted) {
            // The collection was dropped meanwhile.
            return;
        } catch (IOException failed) {
            throw Disk.writeFailure(file, 0, failed);
        }
    }

    void close() {
        map.close();
    }
}
