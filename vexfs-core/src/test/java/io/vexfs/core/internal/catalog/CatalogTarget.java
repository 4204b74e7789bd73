package io.vexfs.core.internal.catalog;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorFileState;
import io.vexfs.testkit.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The reader of catalog snapshots. The first byte of an input says whether the others are a file, or what lies in one
 * between a header and a checksum that are right. What is read is written again and is then the same.
 */
public final class CatalogTarget implements FuzzTarget {
    private static final int HEADER_BYTES = 28;
    private static final long STORE = 7;
    private static final long SEQUENCE = 5;

    private final Path file;

    /** Reads by way of a file of its own. */
    public CatalogTarget() throws IOException {
        file = Files.createTempFile("catalog-", ".names");
        file.toFile().deleteOnExit();
    }

    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        Catalog catalog = new Catalog();
        catalog.apply(new LogRecord.NodeMade(1, 0, "d", Node.DIRECTORY));
        catalog.apply(new LogRecord.NodeMade(2, 1, "a.vec", 77));
        catalog.apply(new LogRecord.CollectionMade(new CollectionState(
                0, 1, DistanceMetric.COSINE, 3, true, 16, 200, 42, Quantization.INT8, VectorStorage.HEAP)));
        catalog.apply(new LogRecord.FilePut(
                new VectorFileState(2, new FileStamp(77, 1, 2, 3, 4), FileStatus.INDEXED, 0, 1), -1, 0, List.of()));
        byte[] whole = written(catalog);
        byte[] raw = new byte[whole.length + 1];
        System.arraycopy(whole, 0, raw, 1, whole.length);
        byte[] body = Arrays.copyOfRange(whole, HEADER_BYTES - 1, whole.length - Integer.BYTES);
        body[0] = 1;
        return List.of(raw, body);
    }

    private byte[] written(Catalog catalog) throws IOException {
        CatalogSnapshot.write(catalog, file, STORE, SEQUENCE);
        return Files.readAllBytes(file);
    }

    @Override
    public void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Files.write(file, (input[0] & 1) == 0 ? bytes : sealed(bytes));
        Catalog catalog = CatalogSnapshot.read(file, STORE, SEQUENCE);
        catalog.files().forEach(FileEntry::path);
        byte[] first = written(catalog);
        if (!Arrays.equals(first, written(CatalogSnapshot.read(file, STORE, SEQUENCE)))) {
            throw new IllegalStateException("a catalog that was read is written and read as another");
        }
    }

    private static byte[] sealed(byte[] body) {
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_BYTES + body.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(CatalogSnapshot.MAGIC).putInt(CatalogSnapshot.VERSION);
        out.putLong(SEQUENCE).putLong(STORE).put(body);
        CRC32C sum = new CRC32C();
        sum.update(out.array(), 0, out.position());
        return out.putInt((int) sum.getValue()).array();
    }
}
