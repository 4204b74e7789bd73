package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.SketchRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SketchSnapshotTest {
    private static final int DIMENSIONS = NodeSketches.DIMENSIONS_MIN;
    private static final int VERSION_AT = 8;
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
                        after.nextSize()))
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
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(VERSION_AT, SnapshotLayout.VERSION_WITHOUT_SKETCHES);
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), 0, CHECKSUM_AT);
        bytes.putInt(CHECKSUM_AT, (int) sum.getValue());
        Files.write(file, bytes.array());
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
}
