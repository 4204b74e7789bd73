package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of one collection by key, and their keys and metadata by ordinal, in Chronicle Map volumes
 * {@code map/<collection>-<volume>.map}.
 *
 * <p>A volume's size is fixed when it is made. So a table begins with a small one, at its first vector, and adds
 * another, of a quarter of all it has, when these are nearly full. A vector and the entry of its ordinal lie in the same
 * volume. A replaced vector stays in its volume if it fits there, and room that was given back is used again in any
 * volume, so that steady replacing does not grow the table. Volumes are trusted only after a clean close; {@link #sync}
 * brings them to the disk before its mark is written.
 *
 * <p>Order of locks: {@code growLock}, then {@code lock}. Safe from many threads.
 */
public final class RecordTable implements AutoCloseable {
    private final Path directory;
    private final int collection;
    private final VolumeHints hints = new VolumeHints();
    private final ReentrantLock growLock = new ReentrantLock();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private long size;
    private long liveBytes;
    private volatile boolean closed;
    /** Oldest first. Changed under both locks, read under either. */
    private final List<TableVolume> volumes = new CopyOnWriteArrayList<>();
    /** Read under none, filled under either lock, else changed under the writer's. */
    private final HeadCache heads = new HeadCache();
    /** Of all volumes; changed under {@code growLock}. */
    private long volumeBytes;

    private RecordTable(Path directory, int collection) {
        this.directory = directory;
        this.collection = collection;
    }

    /** A new, empty table; volumes that were left under its number are deleted. Costs nothing until its first vector. */
    public static RecordTable make(Path mapDirectory, int collection) {
        JvmFlags.require();
        RecordTable table = new RecordTable(mapDirectory, collection);
        table.deleteFiles();
        return table;
    }

    /**
     * Opens the volumes of a table after a clean close.
     *
     * @param original the directory of the volumes that the mark is about: the same one, or that of copies' originals
     * @throws VexfsException {@link FuseVexfsError#CORRUPT} if they are not what the mark says
     */
    public static RecordTable open(Path mapDirectory, Path original, TableMark mark) {
        JvmFlags.require();
        RecordTable table = new RecordTable(mapDirectory, mark.collection());
        try {
            long entries = 0;
            for (VolumeMark volumeMark : mark.volumes()) {
                Path file = table.file(table.volumes.size() + 1);
                TableVolume volume = TableVolume.open(file, original.resolve(file.getFileName()), volumeMark);
                table.volumes.add(volume);
                table.volumeBytes += Files.size(volume.file());
                entries += volume.entries();
            }
            if (entries != 2 * mark.size()) {
                String expected = 2 * mark.size() + " entries in the table";
                throw new CorruptStoreException(table.file(mark.volumes().size()), 0, expected, entries + " entries");
            }
            table.size = mark.size();
            table.liveBytes = mark.liveBytes();
            table.heads.fit(table.size);
            return table;
        } catch (IOException failed) {
            table.close();
            throw Disk.readFailure(mapDirectory, failed);
        } catch (RuntimeException failed) {
            table.close();
            throw failed;
        }
    }

    private Path file(int volume) {
        return directory.resolve(collection + "-" + volume + ".map");
    }

    /**
     * Puts a vector in place of what had its key.
     *
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE} with nothing changed; never after a {@link #reserve} that
     *     counted it, unless the disk is full and the sizes are very uneven
     */
    public void put(VectorKey key, int ordinal, float[] vector, byte[] metadata) {
        byte[] value = TableCodec.recordValue(key, ordinal, vector, metadata);
        long bytes = TableCodec.cost(key.sharedBytes().length, value.length, metadata.length);
        while (true) {
            int tried;
            lock.writeLock().lock();
            try {
                requireOpen();
                if (place(key, ordinal, value, metadata, bytes)) {
                    return;
                }
                tried = volumes.size();
            } finally {
                lock.writeLock().unlock();
            }
            grow(tried, bytes, bytes);
        }
    }

    private boolean place(VectorKey key, int ordinal, byte[] value, byte[] metadata, long bytes) {
        byte[] ordinalKey = TableCodec.ordinalKey(ordinal);
        TablePair both = new TablePair(key, value, ordinalKey, TableCodec.ordinalValue(ordinalKey, key, metadata));
        heads.forget(ordinal);
        Found old = find(key);
        if (old == null) {
            boolean placed = volumeFor(null, both, bytes) != null;
            if (placed) {
                size++;
                heads.fit(size);
                liveBytes += key.sharedBytes().length + value.length;
            }
            return placed;
        }
        int oldOrdinal = old.ordinal(key);
        TableVolume now;
        if (value.length <= old.value().length && both.putInto(old.volume(), bytes)) {
            now = old.volume();
        } else {
            // Chronicle Map loses the old value when a larger one finds no room, so that is not left to it.
            old.volume().remove(key.sharedBytes(), bytes);
            now = volumeFor(old.volume(), both, bytes);
            if (now == null && old.volume().put(key.sharedBytes(), old.value(), bytes)) {
                return false;
            }
        }
        if (oldOrdinal != ordinal || now != old.volume()) {
            dropOrdinal(old.volume(), oldOrdinal, key);
        }
        size -= now == null ? 1 : 0;
        liveBytes += now == null ? -key.sharedBytes().length - old.value().length : value.length - old.value().length;
        return now != null;
    }

    /** Puts a vector that is in no volume into the first of them, or any other that takes it. */
    private @Nullable TableVolume volumeFor(@Nullable TableVolume first, TablePair both, long bytes) {
        if (first != null && first.takes(bytes) && both.putInto(first, bytes)) {
            return first;
        }
        for (int i = volumes.size() - 1; i >= 0; i--) {
            TableVolume volume = volumes.get(i);
            if (volume != first && volume.takes(bytes) && both.putInto(volume, bytes)) {
                return volume;
            }
        }
        return null;
    }

    /** Removes the entry of an ordinal that this key had, unless another key has it by now. */
    private void dropOrdinal(TableVolume volume, int ordinal, VectorKey key) {
        if (ordinal < 0) {
            return;
        }
        heads.forget(ordinal);
        byte[] ordinalKey = TableCodec.ordinalKey(ordinal);
        byte[] value = volume.value(ordinalKey);
        if (value != null
                && TableCodec.head(volume.file(), ordinal, ordinalKey, value)
                        .key()
                        .equals(key)) {
            volume.remove(ordinalKey, 0);
        }
    }

    private @Nullable Found find(VectorKey key) {
        for (int i = volumes.size() - 1; i >= 0; i--) {
            TableVolume volume = volumes.get(i);
            byte[] value = volume.value(key.sharedBytes());
            if (value != null) {
                return new Found(volume, value);
            }
        }
        return null;
    }

    private void grow(int tried, long recordBytes, long neededBytes) {
        growLock.lock();
        try {
            if (volumes.size() != tried) {
                return;
            }
            // Outside of the lock: taking room on the disk may last, and readers go on meanwhile.
            TableVolume volume = TableVolume.makeNext(file(tried + 1), recordBytes, neededBytes, volumeBytes);
            lock.writeLock().lock();
            try {
                if (closed) {
                    volume.close();
                    throw closed();
                }
                volumes.add(volume);
                volumeBytes += volume.bytes();
            } finally {
                lock.writeLock().unlock();
            }
        } finally {
            growLock.unlock();
        }
    }

    /** What {@link #reserve} must be told of a vector. */
    public static long roomFor(VectorKey key, int dimensions, int metadataBytes) {
        return TableCodec.cost(
                key.sharedBytes().length,
                TableCodec.RECORD_OVERHEAD_BYTES + dimensions * Float.BYTES + metadataBytes,
                metadataBytes);
    }

    /**
     * Makes room for vectors before their record goes to the log. Room is not set aside: of several threads that
     * reserve at once, the last to put may find it taken and makes more.
     *
     * @param entries how many vectors
     * @param bytes the sum of {@link #roomFor} over them
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE} with nothing changed
     */
    public void reserve(int entries, long bytes) {
        if (entries == 0) {
            return;
        }
        int tried;
        long room = 0;
        lock.writeLock().lock();
        try {
            requireOpen();
            for (TableVolume volume : volumes) {
                if (volume.takes(bytes)) {
                    return;
                }
                room += volume.room();
            }
            // In several volumes, each may end with room that is too small for the next vector.
            if (entries > 1 && room >= bytes + bytes / 4) {
                return;
            }
            tried = volumes.size();
        } finally {
            lock.writeLock().unlock();
        }
        grow(tried, bytes / entries, bytes);
    }

    /** The vector of a key. */
    public Optional<TableEntry> get(VectorKey key) {
        return get(key, null);
    }

    /** As {@link #get(VectorKey)}, of a key that was seen in this volume and is most likely still there. */
    private Optional<TableEntry> get(VectorKey key, @Nullable TableVolume seen) {
        lock.readLock().lock();
        try {
            requireOpen();
            byte[] value = seen == null ? null : seen.value(key.sharedBytes());
            Found found = seen == null || value == null ? find(key) : new Found(seen, value);
            return Optional.ofNullable(found)
                    .map(each -> TableCodec.entry(each.volume().file(), key, each.value()));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The ordinal of a key; −1 if there is none. */
    public int ordinal(VectorKey key) {
        lock.readLock().lock();
        try {
            requireOpen();
            Found found = find(key);
            return found == null ? -1 : found.ordinal(key);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Asks memory for the head of an ordinal, which is wanted soon; the result means nothing. */
    public int touchHead(int ordinal) {
        return heads.touch(ordinal);
    }

    /** The key and metadata of an ordinal. Of two keys that were given the same one, either. */
    public Optional<TableHead> head(int ordinal) {
        // Without the lock, which searches would hand to each other ten times each, and wait for at each put.
        TableHead known = closed ? null : heads.find(ordinal);
        if (known != null) {
            return Optional.of(known);
        }
        lock.readLock().lock();
        try {
            requireOpen();
            byte[] ordinalKey = TableCodec.ordinalKey(ordinal);
            int last = volumes.size() - 1;
            if (last < 0) {
                return Optional.empty();
            }
            int hint = hints.volume(ordinal, last);
            TableHead found = head(hint, ordinal, ordinalKey);
            for (int i = last; i >= 0 && found == null; i--) {
                found = i == hint ? null : head(i, ordinal, ordinalKey);
            }
            return Optional.ofNullable(found);
        } finally {
            lock.readLock().unlock();
        }
    }

    private @Nullable TableHead head(int index, int ordinal, byte[] ordinalKey) {
        TableVolume volume = volumes.get(index);
        byte[] value = volume.value(ordinalKey);
        if (value == null) {
            return null;
        }
        hints.seen(ordinal, index);
        TableHead head = TableCodec.head(volume.file(), ordinal, ordinalKey, value);
        heads.keep(ordinal, head);
        return head;
    }

    /** Removes a vector; false if there was none. */
    public boolean remove(VectorKey key) {
        lock.writeLock().lock();
        try {
            requireOpen();
            Found found = find(key);
            if (found == null) {
                return false;
            }
            int ordinal = found.ordinal(key);
            dropOrdinal(found.volume(), ordinal, key);
            found.volume().remove(key.sharedBytes(), found.cost(key));
            size--;
            liveBytes -= key.sharedBytes().length + found.value().length;
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Gives each vector to {@code action}, in no order and without a lock. What is put or replaced meanwhile is given
     * once, twice or not at all; everything else once.
     */
    public void forEach(Consumer<TableEntry> action) {
        forEachKey((volume, key) -> get(key, volume).ifPresent(action));
    }

    /** As {@link #forEach} and much faster, where nobody writes; {@code action} may not call this table. */
    public void scan(Consumer<TableEntry> action) {
        volumes.forEach(volume -> volume.scan(action));
    }

    /** Gives each key to {@code action}; as {@link #forEach}. */
    public void forEachKey(Consumer<VectorKey> action) {
        forEachKey((volume, key) -> action.accept(key));
    }

    private void forEachKey(BiConsumer<TableVolume, VectorKey> action) {
        volumes.forEach(volume -> IntStream.range(0, volume.segments())
                .forEach(segment -> keys(volume, segment).forEach(key -> action.accept(volume, key))));
    }

    private List<VectorKey> keys(TableVolume volume, int segment) {
        lock.readLock().lock();
        try {
            requireOpen();
            return volume.keys(segment);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** How many vectors there are. */
    public long size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Memory outside of the heap that keeps what was read lately. */
    public long cacheBytes() {
        return heads.bytes();
    }

    /** Bytes of the vectors with their keys and metadata. */
    public long liveBytes() {
        lock.readLock().lock();
        try {
            return liveBytes;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Bytes of the volumes on the disk. */
    public long bytes() {
        return volumes.stream()
                .mapToLong(volume -> volume.file().toFile().length())
                .sum();
    }

    /** The file for the vectors by ordinal, where they are mapped; it goes with the volumes. */
    public Path vectorsFile() {
        return VectorsFile.of(directory, collection);
    }

    /** What {@link #open} needs to trust this table again; after the last write. Reads the volumes that were written. */
    public TableMark mark() {
        lock.readLock().lock();
        try {
            return new TableMark(
                    collection,
                    size,
                    liveBytes,
                    volumes.stream().map(TableVolume::mark).toList());
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Brings all volumes and their names to the disk; Chronicle Map's own close does not. */
    public void sync() {
        try {
            volumes.forEach(TableVolume::sync);
            if (!volumes.isEmpty()) {
                Disk.forceDirectory(directory);
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(directory, 0, failed);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
    }

    private VexfsException closed() {
        return new VexfsException(
                FuseVexfsError.CLOSED, "the table of collection " + collection + " in " + directory + " is closed");
    }

    /** Closes the volumes without bringing them to the disk; idempotent. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                volumes.forEach(TableVolume::close);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Closes the table and deletes its volumes. */
    public void delete() {
        close();
        deleteFiles();
    }

    private void deleteFiles() {
        String prefix = collection + "-";
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(prefix)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(directory, 0, failed);
        }
    }
}
