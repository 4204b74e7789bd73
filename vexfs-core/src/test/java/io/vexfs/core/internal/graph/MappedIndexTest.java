package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An index whose vectors are mapped gives what one on the heap gives, and moves between the two. */
class MappedIndexTest {
    private static final int DIMENSIONS = 40;
    private static final GraphShape SHAPE = new GraphShape(8, 60, 1);
    private static final Reach TEN = Reach.nearest(10, 80);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("vectors.rows");
    }

    private VectorIndex mapped(DistanceMetric metric) {
        return new VectorIndex(DIMENSIONS, metric, SHAPE, file);
    }

    private static float[] vector(Random random, DistanceMetric metric) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = metric.bits() ? random.nextInt(2) : (float) random.nextGaussian();
        }
        return vector;
    }

    private static void requireSame(VectorIndex index, VectorIndex other, float[] query) {
        Neighbors found = index.search(query, TEN, null);
        Neighbors expected = other.search(query, TEN, null);
        assertThat(found.size()).isEqualTo(expected.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.ordinal(i)).isEqualTo(expected.ordinal(i));
            assertThat(found.distance(i)).isEqualTo(expected.distance(i));
        }
    }

    /** Without codes both are built and searched by the same distances, so that nothing may differ. */
    @ParameterizedTest
    @EnumSource(DistanceMetric.class)
    void search_withoutCodes_isThatOfTheHeap(DistanceMetric metric) {
        VectorIndex index = mapped(metric);
        VectorIndex heap = new VectorIndex(DIMENSIONS, metric, SHAPE);
        Random random = new Random(3);
        for (int i = 0; i < 900; i++) {
            float[] vector = vector(random, metric);
            index.put(index.reserve(), vector);
            heap.put(heap.reserve(), vector);
            if (i % 7 == 6 && index.contains(i - 3)) {
                index.remove(i - 3);
                heap.remove(i - 3);
            }
            index.linkPending(1);
            heap.linkPending(1);
        }
        for (int q = 0; q < 50; q++) {
            requireSame(index, heap, vector(random, metric));
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(index.heapBytes()).isLessThan(heap.heapBytes());
    }

    /** Codes lead the links too, while the mean of what comes wanders away from what they were learnt from. */
    @ParameterizedTest
    @CsvSource({"L2, INT8", "L2, INT4", "COSINE, INT4", "DOT, INT8"})
    void search_meanThatWandersByCodes_keepsRecall(DistanceMetric metric, Quantization quantization) {
        VectorIndex index = mapped(metric);
        index.quantize(quantization);
        VectorIndex plain = new VectorIndex(DIMENSIONS, metric, SHAPE);
        Random random = new Random(5);
        float[] direction = vector(random, metric);
        for (int step = 0; step < 5; step++) {
            for (int i = 0; i < 800; i++) {
                float[] vector = wandered(random, direction, step);
                index.put(index.reserve(), vector);
                plain.put(plain.reserve(), vector);
            }
            index.linkPending(800);
            plain.linkPending(800);
            double lost = quantization == Quantization.INT8 ? 0.02 : 0.05;
            int at = step;
            assertThat(recall(index, plain, () -> wandered(random, direction, at)))
                    .as("step %d", step)
                    .isGreaterThanOrEqualTo(-lost);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    private static float[] wandered(Random random, float[] direction, int step) {
        float[] vector = vector(random, DistanceMetric.L2);
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] += step * direction[i];
        }
        return vector;
    }

    /** By how much the recall is beyond that of the other index, or of 0.97 where that is less. */
    private static double recall(VectorIndex index, VectorIndex other, Supplier<float[]> queries) {
        int found = 0;
        int foundByOther = 0;
        for (int q = 0; q < 60; q++) {
            float[] query = queries.get();
            Neighbors exact = index.exact(query, Reach.nearest(10, 1), null);
            Neighbors near = index.search(query, Reach.nearest(10, 100), null);
            Neighbors full = other.search(query, Reach.nearest(10, 100), null);
            for (int rank = 0; rank < 10; rank++) {
                found += Clusters.holds(near, exact.ordinal(rank)) ? 1 : 0;
                foundByOther += Clusters.holds(full, exact.ordinal(rank)) ? 1 : 0;
            }
        }
        return found / 600.0 - Math.min(0.97, foundByOther / 600.0);
    }

    @Test
    void removeAndReplace_byCodes_keepsRecallAndGivesSlotsBack() {
        VectorIndex index = mapped(DistanceMetric.L2);
        index.quantize(Quantization.INT8);
        Clusters clusters = new Clusters(9, DIMENSIONS, 8);
        clusters.fill(index, 2_000);
        Random random = new Random(11);
        for (int i = 0; i < 4_000; i++) {
            int old = random.nextInt(2_000);
            if (index.contains(old)) {
                int successor = index.reserve();
                index.put(successor, clusters.next());
                index.removeReplaced(old, successor);
                index.linkPending(1);
            }
        }
        index.linkPending(Integer.MAX_VALUE);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(clusters.recall(index, 100, 10, 100)).isGreaterThanOrEqualTo(0.97);
        assertThat(index.ordinals.end()).isLessThan(4_000);
    }

    @Test
    void read_snapshotBesideItsFile_givesTheSameIndex() throws IOException {
        VectorIndex index = mapped(DistanceMetric.COSINE);
        index.quantize(Quantization.INT4);
        Clusters clusters = new Clusters(13, DIMENSIONS, 8);
        clusters.fill(index, 1_500);
        index.remove(17);
        Path graph = directory.resolve("graph");
        index.home().sync();
        GraphSnapshot.write(index, graph, 5);
        assertThat(Files.size(graph)).isLessThan(1_500L * 200);
        assertThat(Files.size(file)).isEqualTo(4_096 + 1_500L * 48 * 4);

        for (RowFile.Use use : List.of(RowFile.Use.READ, RowFile.Use.KEEP)) {
            GraphSnapshot.Restored restored =
                    GraphSnapshot.read(graph, DIMENSIONS, DistanceMetric.COSINE, Optional.of(new RowFile(file, use)));
            assertThat(restored.hasVectors()).isTrue();
            assertThat(restored.index().home().changed()).isFalse();
            assertThat(GraphVerifier.verify(restored.index()).problems()).isEmpty();
            requireSame(restored.index(), index, clusters.next());
        }
        VectorIndex again = GraphSnapshot.read(
                        graph, DIMENSIONS, DistanceMetric.COSINE, Optional.of(new RowFile(file, RowFile.Use.KEEP)))
                .index();
        clusters.fill(again, 3_000);
        assertThat(again.home().changed()).isTrue();
        assertThat(clusters.recall(again, 50, 10, 100)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void read_fileOfFewerRows_isRefused() throws IOException {
        VectorIndex index = mapped(DistanceMetric.L2);
        new Clusters(13, DIMENSIONS, 8).fill(index, 300);
        Path graph = directory.resolve("graph");
        GraphSnapshot.write(index, graph, 5);
        Path shorter = directory.resolve("shorter");
        VectorIndex fewer = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE, shorter);
        new Clusters(13, DIMENSIONS, 8).fill(fewer, 299);
        fewer.home().sync();

        assertThatThrownBy(() -> GraphSnapshot.read(graph, Optional.of(new RowFile(shorter, RowFile.Use.READ))))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected 300 rows")
                .hasMessageContaining("299");
        Files.write(shorter, new byte[] {'x'});
        assertThatThrownBy(() -> GraphSnapshot.read(graph, Optional.of(new RowFile(shorter, RowFile.Use.READ))))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("magic");
    }

    @Test
    void move_thereAndBack_keepsEveryAnswer() {
        VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        Clusters clusters = new Clusters(15, DIMENSIONS, 8);
        clusters.fill(index, 3_000);
        List<float[]> queries = List.of(clusters.next(), clusters.next(), clusters.next());
        List<String> before = answers(index, queries);
        long heap = index.heapBytes();

        index.home().stage(Optional.of(file));
        assertThat(index.home().storage()).isEqualTo(VectorStorage.HEAP);
        index.home().move();
        assertThat(index.home().storage()).isEqualTo(VectorStorage.MAPPED);
        assertThat(index.heapBytes()).isLessThan(heap / 2);
        assertThat(answers(index, queries)).isEqualTo(before);
        clusters.fill(index, 1_000);

        index.home().stage(Optional.empty());
        index.home().move();
        assertThat(file).doesNotExist();
        assertThat(index.heapBytes()).isGreaterThan(heap);
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        assertThat(clusters.recall(index, 50, 10, 100)).isGreaterThanOrEqualTo(0.97);
    }

    private static List<String> answers(VectorIndex index, List<float[]> queries) {
        List<String> answers = new ArrayList<>();
        for (float[] query : queries) {
            Neighbors found = index.search(query, TEN, null);
            for (int i = 0; i < found.size(); i++) {
                answers.add(found.ordinal(i) + " " + found.distance(i));
            }
        }
        return answers;
    }

    @Test
    void move_whileOthersSearch_neverShows() throws Exception {
        VectorIndex index = mapped(DistanceMetric.L2);
        index.quantize(Quantization.INT8);
        Clusters clusters = new Clusters(17, DIMENSIONS, 8);
        clusters.fill(index, 2_000);
        float[] query = index.vector(1_234);
        AtomicBoolean moving = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> searches = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                searches.add(threads.submit(() -> {
                    int count = 0;
                    for (; moving.get() || count == 0; count++) {
                        assertThat(index.search(query, TEN, null).ordinal(0)).isEqualTo(1_234);
                    }
                    return count;
                }));
            }
            for (int round = 0; round < 20; round++) {
                index.home().stage(round % 2 == 0 ? Optional.empty() : Optional.of(file));
                index.home().move();
            }
            moving.set(false);
            for (Future<Integer> search : searches) {
                assertThat(search.get()).isPositive();
            }
        } finally {
            moving.set(false);
            threads.shutdownNow();
        }
    }

    @Test
    void close_searchUnderWay_keepsItsVectors() {
        VectorIndex index = mapped(DistanceMetric.L2);
        new Clusters(19, DIMENSIONS, 8).fill(index, 600);
        float[] query = index.vector(7);
        try (Reader reader = index.reader()) {
            assertThat(reader).isNotNull();
            index.home().drop();
            assertThat(file).doesNotExist();
            assertThat(index.search(query, TEN, null).ordinal(0)).isEqualTo(7);
        }
        index.home().close();
        assertThatThrownBy(() -> index.search(query, TEN, null)).isInstanceOf(RuntimeException.class);
        assertThat(index.linkPending(1)).isZero();
    }

    @Test
    void ensure_noRoomOnTheDisk_saysSoAndChangesNothing() throws IOException {
        int dimensions = 65_536;
        VectorIndex index = new VectorIndex(dimensions, DistanceMetric.L2, SHAPE, file);
        float[] vector = new float[dimensions];
        vector[3] = 1;
        index.put(index.reserve(), vector);
        long bytes = Files.size(file);

        assertThatThrownBy(() -> index.putAt(60_000_000, vector))
                .isInstanceOfSatisfying(
                        VexfsException.class, full -> assertThat(full.error()).isEqualTo(FuseVexfsError.NO_SPACE))
                .hasMessageContaining("the disk is full: expected room for");
        assertThat(Files.size(file)).isEqualTo(bytes);
        assertThat(index.size()).isEqualTo(1);
        index.put(index.reserve(), vector);
        assertThat(index.exact(vector, TEN, null).size()).isEqualTo(2);
    }

    @Test
    void stage_givenUp_leavesEverythingAsItWas() throws IOException {
        VectorIndex index = mapped(DistanceMetric.L2);
        new Clusters(21, DIMENSIONS, 8).fill(index, 300);
        Path other = directory.resolve("other");
        index.home().stage(Optional.of(other));
        assertThat(other).exists();
        index.home().unstage();
        index.home().unstage();
        assertThat(other).doesNotExist();
        assertThat(index.search(index.vector(5), TEN, null).ordinal(0)).isEqualTo(5);
        index.home().name(other);
        assertThat(index.home().sync()).contains(other);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
