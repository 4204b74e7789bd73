package io.vexfs.core.internal.catalog;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The catalog as a file, so that a clean open reads no log. Little endian:
 *
 * <pre>
 *  0  8  magic "VEXFSCAT"
 *  8  4  version, 2 (1 has no storage, which was heap)
 * 12  8  log sequence that it stands for
 * 20  8  store id
 * 28  4  next node number
 * 32  4  next collection number
 * 36  4  n, then n nodes, parents first: id 4, parent 4, file id 8, name (length 4, UTF-8)
 *  .  4  n, then n collections: number 4, node 4, metric (text), dimensions 4, set 1, m 4, efConstruction 4, seed 8,
 *              quantization (text), storage (text)
 *  .  4  n, then n files: k 4, k name nodes 4 each (oldest first), file id 8, size 8, modified 8, changed 8,
 *        checksum 4, status kind (text), why (text), collection 4, rows 4
 *  .  4  CRC32C of everything before it
 * </pre>
 */
public final class CatalogSnapshot {
    static final long MAGIC = 0x5441435346584556L;
    static final int VERSION = 2;
    private static final int BYTES_MAX = Integer.MAX_VALUE - 64;

    private CatalogSnapshot() {}

    /** Puts the catalog in place as a file, on the disk when this returns. */
    public static void write(Catalog catalog, Path file, long storeId, long sequence) throws IOException {
        ByteWriter out = new ByteWriter("catalog", 64 + 96 * catalog.files().size(), BYTES_MAX);
        out.int64(MAGIC).int32(VERSION).int64(sequence).int64(storeId);
        out.int32(catalog.names().nextId()).int32(catalog.nextCollection());
        writeNodes(catalog, out);
        out.int32(catalog.collections().size());
        catalog.collections().forEach(state -> writeCollection(state, out));
        out.int32(catalog.files().size());
        catalog.files().forEach(entry -> writeFile(entry, out));
        CRC32C crc = new CRC32C();
        crc.update(out.flip());
        out.int32((int) crc.getValue());
        Disk.replace(file, out.toArray());
    }

    private static void writeNodes(Catalog catalog, ByteWriter out) {
        int[] count = {-1};
        catalog.names().forEachBelow(catalog.names().root(), node -> count[0]++);
        out.int32(count[0]);
        catalog.names().forEachBelow(catalog.names().root(), node -> {
            Node parent = node.parent();
            if (parent != null) {
                out.int32(node.id()).int32(parent.id()).int64(node.fileId()).text(node.name());
            }
        });
    }

    private static void writeCollection(CollectionState state, ByteWriter out) {
        out.int32(state.collection())
                .int32(state.directoryNode())
                .text(state.metric().text())
                .int32(state.dimensions())
                .flag(state.dimensionsSet())
                .int32(state.m())
                .int32(state.efConstruction())
                .int64(state.seed())
                .text(state.quantization().text())
                .text(state.storage().text());
    }

    private static void writeFile(FileEntry entry, ByteWriter out) {
        out.int32(entry.names().size());
        entry.names().forEach(name -> out.int32(name.id()));
        FileStamp stamp = entry.stamp();
        out.int64(stamp.fileId())
                .int64(stamp.sizeBytes())
                .int64(stamp.modifiedNanos())
                .int64(stamp.changedNanos())
                .int32(stamp.checksum())
                .text(entry.status().kind().name())
                .text(entry.status().why())
                .int32(entry.collection())
                .int32(entry.rows());
    }

    /**
     * Reads a catalog that was written for this store at this log sequence.
     *
     * @throws CorruptStoreException if any byte is not what was written
     */
    public static Catalog read(Path file, long storeId, long sequence) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int end = bytes.limit() - Integer.BYTES;
        if (end < 0) {
            throw new CorruptStoreException(file, 0, "a catalog", bytes.limit() + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, end);
        int stored = Integer.reverseBytes(bytes.getInt(end));
        if (stored != (int) crc.getValue()) {
            throw new CorruptStoreException(
                    file, end, "CRC32C " + Integer.toHexString((int) crc.getValue()), Integer.toHexString(stored));
        }
        ByteReader in = new ByteReader(file, 0, bytes.limit(end));
        require(in, "magic", MAGIC, in.int64());
        int version = in.int32();
        if (version < 1 || version > VERSION) {
            throw in.corrupt("version 1 to " + VERSION, String.valueOf(version));
        }
        require(in, "log sequence", sequence, in.int64());
        require(in, "store id", storeId, in.int64());
        try {
            return catalog(in, version);
        } catch (CorruptStoreException damaged) {
            throw damaged;
        } catch (VexfsException | IllegalArgumentException impossible) {
            throw in.corrupt("a catalog that can be", String.valueOf(impossible.getMessage()));
        }
    }

    private static Catalog catalog(ByteReader in, int version) {
        Catalog catalog = new Catalog();
        catalog.restoreCounters(in.int32(), in.int32());
        for (int left = in.count(20); left > 0; left--) {
            int id = in.int32();
            int parent = in.int32();
            long fileId = in.int64();
            catalog.apply(new LogRecord.NodeMade(id, parent, in.text(), fileId));
        }
        for (int left = in.count(33); left > 0; left--) {
            catalog.apply(new LogRecord.CollectionMade(readCollection(in, version)));
        }
        for (int left = in.count(56); left > 0; left--) {
            readFile(in, catalog);
        }
        in.end();
        return catalog;
    }

    private static CollectionState readCollection(ByteReader in, int version) {
        return new CollectionState(
                in.int32(),
                in.int32(),
                DistanceMetric.parse(in.text()),
                in.dimensions(),
                in.flag(),
                in.int32(),
                in.int32(),
                in.int64(),
                Quantization.parse(in.text()),
                version == 1 ? VectorStorage.HEAP : VectorStorage.parse(in.text()));
    }

    private static void readFile(ByteReader in, Catalog catalog) {
        int[] nodes = new int[in.count(Integer.BYTES)];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = in.int32();
        }
        FileStamp stamp = new FileStamp(in.int64(), in.int64(), in.int64(), in.int64(), in.int32());
        FileStatus status = new FileStatus(FileStatus.Kind.valueOf(in.text()), in.text());
        int collection = in.int32();
        int rows = in.int32();
        catalog.restoreFile(nodes, stamp, status, collection, rows);
    }

    private static void require(ByteReader in, String what, long expected, long found) {
        if (expected != found) {
            throw in.corrupt(what + " " + expected, String.valueOf(found));
        }
    }
}
