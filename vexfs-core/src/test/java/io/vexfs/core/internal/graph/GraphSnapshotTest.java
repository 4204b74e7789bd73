package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphSnapshotTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = DistanceMetric.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HAMMING", "JACCARD"})
    void read_afterWrite_givesIdenticalResults(DistanceMetric metric) throws IOException {
        VectorIndex index = new VectorIndex(20, metric, new GraphShape(8, 60, 5));
        Clusters clusters = new Clusters(21, 20, 10);
        clusters.fill(index, 2_000);
        for (int ordinal = 0; ordinal < 2_000; ordinal += 7) {
            index.remove(ordinal);
        }
        for (int i = 0; i < 40; i++) {
            index.put(index.reserve(), clusters.next());
        }
        int reserved = index.reserve();
        Path file = directory.resolve("graph");
        GraphSnapshot.write(index, file, 4711);
        GraphSnapshot.Restored restored = GraphSnapshot.read(file, 20, metric);
        VectorIndex again = restored.index();

        assertThat(restored.logPosition()).isEqualTo(4711);
        assertThat(again.shape()).isEqualTo(index.shape());
        assertThat(again.size()).isEqualTo(index.size());
        assertThat(again.pending()).isEqualTo(40);
        assertThat(GraphVerifier.verify(again)).isEqualTo(GraphVerifier.verify(index));
        index.forEach(ordinal -> assertThat(again.vector(ordinal)).isEqualTo(index.vector(ordinal)));
        for (int q = 0; q < 50; q++) {
            float[] query = clusters.next();
            Neighbors before = index.search(query, Reach.nearest(10, 50), null);
            Neighbors after = again.search(query, Reach.nearest(10, 50), null);
            assertThat(after.size()).isEqualTo(10);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.ordinal(i)).isEqualTo(before.ordinal(i));
                assertThat(after.distance(i)).isEqualTo(before.distance(i));
            }
        }
        assertThat(again.reserve()).isEqualTo(reserved);
        again.linkPending(Integer.MAX_VALUE);
        clusters.fill(again, 500);
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
        assertThat(Files.list(directory)).containsExactly(file);
    }

    @Test
    void read_emptyIndex_isEmpty() throws IOException {
        Path file = directory.resolve("graph");
        GraphSnapshot.write(new VectorIndex(3, DistanceMetric.L2, GraphShape.DEFAULT), file, 0);
        VectorIndex again = GraphSnapshot.read(file, 3, DistanceMetric.L2).index();
        assertThat(again.size()).isZero();
        assertThat(again.reserve()).isZero();
    }

    @Test
    void read_anyFlippedByte_isFoundWithPlace() throws IOException {
        Path file = small();
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            Files.write(file, bad);
            assertThatThrownBy(() -> GraphSnapshot.read(file, 3, DistanceMetric.L2))
                    .as("byte %d", at)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageStartingWith("corrupt store: " + file + " at offset ")
                    .hasMessageContaining("expected ");
        }
    }

    @Test
    void read_anyOtherLength_isFound() throws IOException {
        Path file = small();
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> GraphSnapshot.read(file, 3, DistanceMetric.L2))
                    .as("length %d", length)
                    .isInstanceOf(CorruptStoreException.class);
        }
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(() -> GraphSnapshot.read(file, 3, DistanceMetric.L2))
                .hasMessage("corrupt store: " + file + " at offset " + (good.length + 1) + ": expected " + good.length
                        + " bytes, was " + (good.length + 1) + " bytes");
    }

    @Test
    void read_otherKindOfVectors_saysBothSides() throws IOException {
        Path file = small();
        assertThatThrownBy(() -> GraphSnapshot.read(file, 4, DistanceMetric.COSINE))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageEndingWith("expected 4 dimensions, cosine, was 3 dimensions, l2");
    }

    @Test
    void write_afterLaterChanges_holdsTheMomentOfCapture() throws IOException {
        VectorIndex index = new VectorIndex(3, DistanceMetric.L2, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(23, 3, 4);
        clusters.fill(index, 500);
        float[] seventh = index.vector(7);
        Path file = directory.resolve("graph");
        try (GraphSnapshot snapshot = GraphSnapshot.capture(index, 1)) {
            for (int ordinal = 0; ordinal < 500; ordinal += 2) {
                index.remove(ordinal);
            }
            index.remove(7);
            clusters.fill(index, 500);
            snapshot.write(file);
        }
        VectorIndex again = GraphSnapshot.read(file, 3, DistanceMetric.L2).index();
        assertThat(again.size()).isEqualTo(500);
        assertThat(again.vector(7)).isEqualTo(seventh);
        assertThat(GraphVerifier.verify(again).problems()).isEmpty();
    }

    private Path small() throws IOException {
        VectorIndex index = new VectorIndex(3, DistanceMetric.L2, new GraphShape(2, 10, 6));
        new Clusters(22, 3, 2).fill(index, 30);
        index.remove(4);
        Path file = directory.resolve("graph");
        GraphSnapshot.write(index, file, 9);
        return file;
    }
}
