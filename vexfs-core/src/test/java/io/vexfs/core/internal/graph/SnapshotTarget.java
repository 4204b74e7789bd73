package io.vexfs.core.internal.graph;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.core.internal.disk.OtherVersionException;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.testkit.data.TestVectors;
import io.vexfs.testkit.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The reader of graph snapshots. The first byte of an input says whether the others are a file, or one whose size and
 * checksums are made right first, so that what they protect is reached. What is read can be searched and checked; what the
 * check calls sound stays so when it is changed, and is the same when it was written and read once more.
 */
public final class SnapshotTarget implements FuzzTarget {
    private static final int FILE_BYTES_MAX = 1 << 16;
    private static final int METRIC_AT = 16;
    private static final int SIZE_AT = 80;

    private final Path file;

    /** Reads by way of a file of its own. */
    public SnapshotTarget() throws IOException {
        file = Files.createTempFile("snapshot-", ".graph");
        file.toFile().deleteOnExit();
    }

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (DistanceMetric metric : List.of(DistanceMetric.L2, DistanceMetric.COSINE, DistanceMetric.HAMMING)) {
            for (Quantization quantization : List.of(Quantization.NONE, Quantization.INT4)) {
                if (metric.bits() && quantization != Quantization.NONE) {
                    continue;
                }
                int vectors = quantization == Quantization.NONE ? 7 : 300;
                VectorIndex index = new VectorIndex(3, metric, new GraphShape(2, 8, 1));
                index.quantize(quantization);
                for (float[] vector : TestVectors.uniform(vectors, 3, 1)) {
                    index.put(index.reserve(), metric.bits() ? bits(vector) : vector);
                }
                index.linkPending(vectors);
                index.remove(2);
                GraphSnapshot.write(index, file, 9);
                byte[] bytes = Files.readAllBytes(file);
                for (byte sealed : new byte[] {0, 1}) {
                    byte[] seed = new byte[bytes.length + 1];
                    seed[0] = sealed;
                    System.arraycopy(bytes, 0, seed, 1, bytes.length);
                    seeds.add(seed);
                }
            }
        }
        return seeds;
    }

    @Override
    public void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Files.write(file, (input[0] & 1) == 0 ? bytes : sealed(bytes));
        GraphSnapshot.Restored restored;
        try {
            restored = GraphSnapshot.read(file);
        } catch (OtherVersionException refused) {
            return;
        }
        VectorIndex index = restored.index();
        float[] query = new float[index.dimensions()];
        Arrays.fill(query, 1);
        if (!restored.hasVectors()) {
            fill(index, query);
        }
        index.search(query, Reach.nearest(3, 8), null);
        if (GraphVerifier.verify(index, restored.hasVectors()).problems().isEmpty() && restored.hasVectors()) {
            change(index, query);
        }
    }

    /** As a recovery does, before anybody searches. */
    private static void fill(VectorIndex index, float[] vector) {
        index.beginFill();
        for (int ordinal = 0; ordinal < index.ordinals.end(); ordinal++) {
            if (index.contains(ordinal)) {
                index.fill(ordinal, vector);
            }
        }
    }

    private void change(VectorIndex index, float[] vector) throws IOException {
        int size = index.size();
        int added = index.reserve();
        index.put(added, vector);
        index.linkPending(size + 1);
        for (int ordinal = 0; ordinal < added; ordinal++) {
            if (index.contains(ordinal)) {
                index.remove(ordinal);
                size--;
                break;
            }
        }
        index.settle();
        GraphSnapshot.write(index, file, 10);
        VectorIndex again = GraphSnapshot.read(file).index();
        requireSound(GraphVerifier.verify(again).problems());
        if (again.size() != size + 1) {
            throw new IllegalStateException("vectors: expected " + (size + 1) + ", was " + again.size());
        }
    }

    private static void requireSound(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("a sound graph after a change: was " + problems);
        }
    }

    private static float[] bits(float[] vector) {
        float[] bits = new float[vector.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = vector[i] > 0 ? 1 : 0;
        }
        return bits;
    }

    /** The same bytes with the header's size and every checksum as they must be; unchanged if the header makes no sense. */
    private static byte[] sealed(byte[] bytes) {
        if (bytes.length < SnapshotLayout.HEADER_BYTES) {
            return bytes;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int dimensions = in.getInt(12);
        int m = in.getInt(24);
        int ordinals = in.getInt(56);
        int quantization = in.getInt(72);
        int parts = in.getInt(76);
        Optional<DistanceMetric> metric = Arrays.stream(DistanceMetric.values())
                .filter(each -> new String(bytes, METRIC_AT, SnapshotLayout.METRIC_BYTES, StandardCharsets.US_ASCII)
                        .trim()
                        .equals(each.text()))
                .findFirst();
        if (metric.isEmpty()) {
            return bytes;
        }
        if (dimensions < 1 || dimensions > 64 || m < 2 || m > 128 || ordinals < 0 || ordinals > 1_000) {
            return bytes;
        }
        if (quantization < 0 || quantization > 2 || in.getInt(64) < 0 || in.getInt(68) < 0) {
            return bytes;
        }
        SnapshotLayout layout = new SnapshotLayout(
                dimensions,
                metric.get(),
                new GraphShape(m, m, 1),
                0,
                0,
                ordinals,
                -1,
                in.getInt(64),
                in.getInt(68),
                Quantization.values()[quantization],
                (parts & SnapshotLayout.CODES) != 0,
                (parts & SnapshotLayout.MAPPED) == 0,
                (parts & SnapshotLayout.SKETCHES) != 0,
                (parts & SnapshotLayout.GIVEN_UP) != 0);
        if (layout.fileBytes() > FILE_BYTES_MAX || layout.codes() && quantization == 0) {
            return bytes;
        }
        return sealed(Arrays.copyOf(bytes, (int) layout.fileBytes()), layout);
    }

    private static byte[] sealed(byte[] bytes, SnapshotLayout layout) {
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, SnapshotLayout.MAGIC.getBytes(StandardCharsets.US_ASCII)).putInt(8, SnapshotLayout.VERSION);
        out.putLong(SIZE_AT, bytes.length);
        List<Integer> sections = new ArrayList<>(List.of(
                SnapshotLayout.HEADER_BYTES - SnapshotLayout.CHECKSUM_BYTES,
                8 * layout.words(),
                8 * layout.words(),
                4 * layout.ordinals() * layout.lowestInts(),
                8 * layout.upperNodes()
                        + 4 * layout.upperLevels() * (layout.shape().m() + 1)));
        if (layout.vectors()) {
            sections.add(4 * layout.ordinals() * Rows.stride(layout.dimensions(), layout.metric()));
        }
        if (layout.codes()) {
            sections.add(8 + 4 * layout.ruleFloats());
            sections.add(8 * layout.words());
        }
        int at = 0;
        for (int length : sections) {
            at = seal(out, at, length);
        }
        if (layout.codes()) {
            int row = Short.BYTES * NodeCodes.width(layout.quantization()).stride(layout.dimensions());
            at = seal(out, at, layout.ordinals() * row);
        }
        if (layout.sketchesGivenUp()) {
            seal(out, at, SnapshotLayout.GIVEN_UP_BYTES);
        } else if (layout.sketches()) {
            int numbers = SnapshotLayout.AXES_NUMBERS_BYTES + Float.BYTES * SnapshotLayout.LEARNT_FLOATS;
            at = seal(out, at, numbers + Float.BYTES * layout.kindFloats());
            seal(out, at, bytes.length - at - SnapshotLayout.CHECKSUM_BYTES);
        }
        return bytes;
    }

    private static int seal(ByteBuffer out, int at, int length) {
        CRC32C sum = new CRC32C();
        sum.update(out.array(), at, length);
        out.putInt(at + length, (int) sum.getValue());
        return at + length + SnapshotLayout.CHECKSUM_BYTES;
    }
}
