package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.SketchRows;
import io.vexfs.core.internal.vectors.SketchBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchSnapshotTest {
    private static final int DIMENSIONS = NodeSketches.DIMENSIONS_MIN;
    private static final int VERSION_AT = 8;
    private static final int PARTS_AT = 76;
    private static final int CHECKSUM_AT = SnapshotLayout.HEADER_BYTES - SnapshotLayout.CHECKSUM_BYTES;

    private final Spectrum spectrum = new Spectrum(1, DIMENSIONS, 60, 0.4);
    private final VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 40, 5));

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void fill() {
        spectrum.fill(index, NodeSketches.LEARN_FIRST + 100);
        file = directory.resolve("graph");
    }

    @Test
    void read_sketchedIndex_hasTheSameSketchesWithoutLearning() throws IOException {
        for (int ordinal = 0; ordinal < 200; ordinal += 7) {
            index.remove(ordinal);
        }
        index.put(index.reserve(), spectrum.next());
        GraphSnapshot.write(index, file, 7);
        VectorIndex again =
                GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2).index();

        NodeSketches.Learnt before = index.codes.sketches.current();
        NodeSketches.Learnt after = again.codes.sketches.current();
        assertThat(after.blocks().parameters()).isEqualTo(before.blocks().parameters());
        assertThat(new NodeSketches.Learnt(
                        before.blocks(),
                        after.narrow(),
                        after.wide(),
                        after.usual(),
                        after.axesSize(),
                        after.axesInserts(),
                        after.nextInserts()))
                .isEqualTo(before);
        assertThat(GraphVerifier.verify(again)).isEqualTo(GraphVerifier.verify(index));
        again.linkPending(1);
        assertThat(again.codes.sketches.current()).isSameAs(after);
        index.linkPending(1);
        for (int q = 0; q < 50; q++) {
            float[] query = spectrum.next();
            Neighbors one = index.search(query, Reach.nearest(10, 40), null);
            Neighbors two = again.search(query, Reach.nearest(10, 40), null);
            assertThat(two.nodesVisited()).isEqualTo(one.nodesVisited());
            for (int rank = 0; rank < one.size(); rank++) {
                assertThat(two.ordinal(rank)).isEqualTo(one.ordinal(rank));
            }
        }
        spectrum.fill(again, 300);
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    @Test
    void read_fileOfTheVersionBefore_opensAndLearnsAtTheNextLink() throws IOException {
        index.codes.sketches.drop();
        GraphSnapshot.write(index, file, 7);
        change(VERSION_AT, SnapshotLayout.VERSION_WITHOUT_SKETCHES);
        VectorIndex again =
                GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2).index();
        assertThat(again.codes.sketches.current()).isNull();
        spectrum.fill(again, 1);
        assertThat(again.codes.sketches.current()).isNotNull();
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    @Test
    void read_flippedByteOfSketches_isFound() throws IOException {
        GraphSnapshot.write(index, file, 9);
        byte[] bytes = Files.readAllBytes(file);
        int sketches = (NodeSketches.LEARN_FIRST + 100) * SketchRows.SHORTS * Short.BYTES + 4;
        for (int back : new int[] {1, 5, 1_000, sketches, sketches + 1, sketches + 5_000, sketches + 30_000}) {
            bytes[bytes.length - back] ^= 4;
            Files.write(file, bytes);
            assertThatThrownBy(() -> GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2))
                    .as("%d bytes before the end", back)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining(back <= sketches ? "sketches" : "axes");
            bytes[bytes.length - back] ^= 4;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SnapshotLayout.VERSION_OF_WHOLE_FLOATS, SnapshotLayout.VERSION_WITHOUT_SKETCHES})
    void read_sketchesInAVersionWithout_isRefused(int version) throws IOException {
        GraphSnapshot.write(index, file, 7);
        change(VERSION_AT, version);
        requireRefused("parts of format version " + version);
    }

    @Test
    void read_sketchesThatWereGivenUpToo_isRefused() throws IOException {
        GraphSnapshot.write(index, file, 7);
        change(PARTS_AT, SnapshotLayout.SKETCHES | SnapshotLayout.GIVEN_UP);
        requireRefused("parts of format version 3");
    }

    @Test
    void read_sketchesGivenUp_areNotTriedAgainBefore() throws IOException {
        Random random = new Random(4);
        VectorIndex plain = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 40, 5));
        for (int i = 0; i < NodeSketches.LEARN_FIRST + 1; i++) {
            float[] vector = new float[DIMENSIONS];
            for (int j = 0; j < DIMENSIONS; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            plain.put(plain.reserve(), vector);
        }
        plain.linkPending(Integer.MAX_VALUE);
        long next = plain.codes.sketches.nextInserts();
        assertThat(next).isEqualTo((long) NodeSketches.GROWTH * NodeSketches.LEARN_FIRST);
        GraphSnapshot.write(plain, file, 7);
        VectorIndex again =
                GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2).index();
        assertThat(again.codes.sketches.nextInserts()).isEqualTo(next);
        assertThat(again.codes.due()).isFalse();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 4;
        Files.write(file, bytes);
        requireRefused("given up");
    }

    @Test
    void read_sketchesForMappedVectors_areIgnored() throws IOException {
        GraphSnapshot.write(index, file, 7);
        RowFile rows = new RowFile(directory.resolve("rows"), RowFile.Use.MAKE);
        VectorIndex mapped = GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2, Optional.of(rows))
                .index();
        assertThat(mapped.codes.sketches.current()).isNull();
        assertThat(mapped.size()).isEqualTo(index.size());
        mapped.home().drop();
    }

    /** The checksum is right, as of a writer that went wrong. */
    @Test
    void read_axesThatCannotBe_areRefused() throws IOException {
        GraphSnapshot.write(index, file, 7);
        byte[] sound = Files.readAllBytes(file);
        requireAxesRefused(sound, 0, -1, "numbers of nodes");
        requireAxesRefused(sound, 8, -1, "numbers of nodes");
        requireAxesRefused(sound, 16, -1, "numbers of nodes");
        requireAxesRefused(sound, 20, Float.floatToIntBits(2), "parts of 0 to 1");
        requireAxesRefused(sound, 24, Float.floatToIntBits(Float.NaN), "parts of 0 to 1");
        requireAxesRefused(sound, 28, Float.floatToIntBits(-1), "a usual distance");
        requireAxesRefused(sound, 28, Float.floatToIntBits(Float.POSITIVE_INFINITY), "a usual distance");
        requireAxesRefused(sound, 32, 0, "a step above 0");
        requireAxesRefused(sound, 32, Float.floatToIntBits(Float.NaN), "finite axes");
        requireAxesRefused(sound, 36, Float.floatToIntBits(Float.POSITIVE_INFINITY), "finite axes");
        requireAxesRefused(sound, 400, Float.floatToIntBits(Float.NaN), "finite axes");
    }

    private void requireAxesRefused(byte[] sound, int at, int value, String expected) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int sketches = (NodeSketches.LEARN_FIRST + 100) * SketchRows.SHORTS * Short.BYTES + 4;
        int length = SnapshotLayout.AXES_NUMBERS_BYTES
                + Float.BYTES * (SnapshotLayout.LEARNT_FLOATS + SketchBlocks.parametersLength(DIMENSIONS));
        int end = bytes.capacity() - sketches - SnapshotLayout.CHECKSUM_BYTES;
        bytes.putInt(end - length + at, value);
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), end - length, length);
        bytes.putInt(end, (int) sum.getValue());
        Files.write(file, bytes.array());
        requireRefused(expected);
    }

    private void requireRefused(String expected) {
        assertThatThrownBy(() -> GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining(expected);
    }

    /** Writes a number into the header, and its checksum. */
    private void change(int at, int value) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(at, value);
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), 0, CHECKSUM_AT);
        bytes.putInt(CHECKSUM_AT, (int) sum.getValue());
        Files.write(file, bytes.array());
    }
}
