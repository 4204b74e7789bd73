package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.core.internal.distance.SketchRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SketchedIndexTest {
    private static final int DIMENSIONS = NodeSketches.DIMENSIONS_MIN;
    private static final int COUNT = NodeSketches.LEARN_FIRST + 400;
    private static final int THREADS = 4;
    /** For each thread: half of them leave one vector more, a fourth one fewer. */
    private static final int STEPS = 5_000;

    /** Directions, fewer than a sketch has places for. */
    private static final int FEW = 30;

    private static final GraphShape SHAPE = new GraphShape(8, 40, 5);
    private VectorIndex index;

    @AfterEach
    void verify() {
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"L2", "COSINE"})
    void search_longVectorsAlongFewDirections_readsFewerAndFindsTheSame(DistanceMetric metric) {
        index = new VectorIndex(DIMENSIONS, metric, SHAPE);
        Spectrum spectrum = new Spectrum(1, DIMENSIONS, 60, 0.4);
        spectrum.fill(index, COUNT);
        assertThat(index.codes.sketches.current()).isNotNull();
        List<float[]> queries = drawn(200, spectrum::next);
        Found with = found(queries);
        index.codes.sketches.drop();
        Found without = found(queries);
        assertThat(with.recall).isGreaterThanOrEqualTo(without.recall - 0.01);
        assertThat(with.visited).isLessThan(without.visited * 4 / 5);
    }

    /** About queries that are far from all vectors nothing was learnt, and sketches see nearly all of such distances. */
    @ParameterizedTest
    @EnumSource(names = {"L2", "COSINE"})
    void search_queriesOfAnotherKind_findsTheSame(DistanceMetric metric) {
        index = new VectorIndex(DIMENSIONS, metric, SHAPE);
        Spectrum spectrum = new Spectrum(11, DIMENSIONS, 60, 0.4);
        float[] aside = spectrum.next();
        for (int i = 0; i < COUNT; i++) {
            index.put(index.reserve(), moved(spectrum.next(), aside, 2));
        }
        index.linkPending(COUNT);
        assertThat(index.codes.sketches.current()).isNotNull();
        List<float[]> queries = drawn(200, () -> moved(spectrum.next(), aside, -2));
        double with = found(queries).recall;
        index.codes.sketches.drop();
        assertThat(with).isGreaterThanOrEqualTo(found(queries).recall - 0.01);
    }

    /** As of a collection that was far larger when its sketches were learnt. */
    @Test
    void link_fewOthersInPlaceOfMany_learnsAnew() {
        index = sketched(13);
        NodeSketches.Learnt before = index.codes.sketches.current();
        index.codes.sketches.restore(new NodeSketches.Learnt(
                before.blocks(),
                before.narrow(),
                before.wide(),
                before.usual(),
                before.axesSize(),
                before.axesInserts(),
                Long.MAX_VALUE));
        Spectrum others = new Spectrum(14, DIMENSIONS, 60, 0.4);
        for (int ordinal = 0; ordinal < COUNT; ordinal++) {
            index.remove(ordinal);
        }
        others.fill(index, COUNT);
        assertThat(index.codes.sketches.current().blocks()).isNotSameAs(before.blocks());
        assertThat(index.codes.due()).isFalse();
    }

    /** Inverted pictures of Fashion-MNIST lost 17 of 100 neighbours at {@code ef} 16 when what sketches miss was taken to grow with the distance. */
    @Test
    void part_distanceBeyondTheUsual_leavesRoomForWhatIsMissedOfUsualOnes() {
        index = sketched(12);
        NodeSketches.Learnt learnt =
                new NodeSketches.Learnt(index.codes.sketches.current().blocks(), 0.4f, 0.6f, 100, 1, 1, 1);
        assertThat(learnt.part(SketchTrial.NARROW, 50)).isEqualTo(0.4f);
        assertThat(learnt.part(SketchTrial.NARROW, 100)).isEqualTo(0.4f);
        assertThat(learnt.part(1_000, 100)).isEqualTo(0.6f);
        assertThat(learnt.part(SketchTrial.NARROW, 400) * 400).isCloseTo(400 - 60, within(0.01f));
        assertThat(learnt.part(1_000, 400) * 400).isCloseTo(400 - 40, within(0.01f));
    }

    private static float[] moved(float[] vector, float[] along, float times) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += times * along[i];
        }
        return vector;
    }

    /** Near duplicates in groups far from each other are what steps over all are too wide for. */
    @Test
    void search_clustersAndDuplicates_findsTheSame() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        Spectrum spectrum = new Spectrum(2, DIMENSIONS, 60, 0.4);
        Random random = new Random(3);
        List<float[]> centres = drawn(40, spectrum::next);
        Supplier<float[]> near = () -> {
            float[] vector = centres.get(random.nextInt(centres.size())).clone();
            if (random.nextInt(4) > 0) {
                for (int i = 0; i < DIMENSIONS; i++) {
                    vector[i] += 0.01f * (float) random.nextGaussian();
                }
            }
            return vector;
        };
        for (float[] vector : drawn(COUNT, near)) {
            index.put(index.reserve(), vector);
        }
        index.linkPending(COUNT);
        List<float[]> queries = drawn(200, near);
        double with = found(queries).recall;
        index.codes.sketches.drop();
        assertThat(with).isGreaterThanOrEqualTo(found(queries).recall - 0.01);
    }

    @Test
    void link_equalVectors_haveNoSketches() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        float[] one = new float[DIMENSIONS];
        one[3] = 1;
        for (int i = 0; i < COUNT; i++) {
            index.put(index.reserve(), one);
        }
        index.linkPending(COUNT);
        assertThat(index.codes.sketches.current()).isNull();
    }

    @Test
    void link_vectorsWithoutDirections_areNotSketched() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        Random random = new Random(4);
        for (int i = 0; i < COUNT; i++) {
            float[] vector = new float[DIMENSIONS];
            for (int j = 0; j < DIMENSIONS; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            index.put(index.reserve(), vector);
        }
        index.linkPending(COUNT);
        assertThat(index.codes.sketches.current()).isNull();
        assertThat(index.codes.due()).isFalse();
    }

    @Test
    void quantize_toCodesAndBack_dropsSketchesAndLearnsThemAgain() {
        index = sketched(5);
        long heap = index.heapBytes();
        SketchRows rows = index.codes.sketches.current().blocks().rows();
        index.quantize(Quantization.INT4);
        assertThat(index.codes.sketches.current()).isNull();
        index.quantize(Quantization.NONE);
        assertThat(index.codes.sketches.current()).isNotNull();
        assertThat(index.heapBytes()).isEqualTo(heap);
        assertThat(rows.heapBytes() / rows.capacity()).isEqualTo(32);
    }

    @Test
    void link_graphOfTwiceTheSize_learnsWhatIsNearEnoughAgain() {
        index = sketched(6);
        NodeSketches.Learnt before = index.codes.sketches.current();
        assertThat(before.axesSize()).isEqualTo(NodeSketches.LEARN_FIRST);
        assertThat(before.axesInserts()).isEqualTo(NodeSketches.LEARN_FIRST);
        assertThat(before.nextInserts()).isEqualTo(2 * NodeSketches.LEARN_FIRST);
        index.codes.sketches.restore(new NodeSketches.Learnt(
                before.blocks(), before.narrow(), before.wide(), before.usual(), before.axesSize(), COUNT, COUNT));
        new Spectrum(7, DIMENSIONS, 60, 0.4).fill(index, 10);
        NodeSketches.Learnt after = index.codes.sketches.current();
        assertThat(after.blocks()).isSameAs(before.blocks());
        assertThat(after.nextInserts()).isEqualTo(2 * COUNT);
        index.codes.sketches.restore(
                new NodeSketches.Learnt(after.blocks(), 1, 1, 1, COUNT / NodeSketches.GROWTH, COUNT, COUNT));
        index.put(index.reserve(), new Spectrum(8, DIMENSIONS, 60, 0.4).next());
        index.linkPending(1);
        NodeSketches.Learnt anew = index.codes.sketches.current();
        assertThat(anew.blocks()).isNotSameAs(before.blocks());
        assertThat(anew.narrow()).isBetween(0.1f, 0.99f);
        assertThat(anew.wide()).isBetween(anew.narrow(), 1f);
    }

    /** The new ones differ as the old ones do, but along fewer directions, and all have much beside these in common. */
    @Test
    void link_otherVectorsInPlaceOfAll_learnsAxesAgainAndFindsTheSame() {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        Spectrum same = new Spectrum(16, DIMENSIONS, 120, 0.4);
        same.fill(index, COUNT);
        NodeSketches.Learnt before = index.codes.sketches.current();
        assertThat(before).isNotNull();
        float[] aside = new Spectrum(17, DIMENSIONS, 120, 0.4).next();
        Supplier<float[]> next = () -> moved(same.along(FEW), aside, 1);
        for (int ordinal = 0; ordinal < COUNT; ordinal++) {
            int successor = index.reserve();
            index.put(successor, next.get());
            index.link(successor);
            index.removeReplaced(ordinal, successor);
        }
        index.linkPending(1);
        assertThat(index.size()).isEqualTo(COUNT);
        List<float[]> queries = drawn(200, next);
        double with = found(queries).recall;
        NodeSketches.Learnt after = index.codes.sketches.current();
        index.codes.sketches.drop();
        // With what was learnt from the old ones it is 0.1 less.
        assertThat(with).isGreaterThanOrEqualTo(found(queries).recall - 0.03);
        assertThat(after == null || after.blocks() != before.blocks()).isTrue();
    }

    @Test
    void move_toAFile_dropsSketchesAndBackLearnsThem(@TempDir Path directory) {
        index = sketched(18);
        index.home().stage(Optional.of(directory.resolve("rows")));
        index.home().move();
        assertThat(index.codes.sketches.current()).isNull();
        assertThat(index.codes.due()).isFalse();
        index.home().stage(Optional.empty());
        index.home().move();
        index.linkPending(1);
        assertThat(index.codes.sketches.current()).isNotNull();
    }

    /** Learning walks the graph, and a graph that fails there is given up as in any other walk. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "linkPending", "quantize"})
    void learn_damagedGraph_isGivenUpAndLinkedAnew(String by) {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        Spectrum spectrum = new Spectrum(15, DIMENSIONS, 60, 0.4);
        boolean chosen = by.equals("quantize");
        index.quantize(chosen ? Quantization.INT4 : Quantization.NONE);
        spectrum.fill(index, NodeSketches.LEARN_FIRST);
        index.codes.sketches.drop();
        int ordinal = index.reserve();
        index.put(ordinal, spectrum.next());
        GraphDamage.breakLinks(index);
        int generation = index.care().generation();
        if (chosen) {
            index.quantize(Quantization.NONE);
        } else if (by.equals("link")) {
            assertThat(index.link(ordinal)).isFalse();
        } else {
            index.linkPending(1);
        }
        assertThat(index.care().generation()).isEqualTo(generation + 1);
        assertThat(index.quantization()).isEqualTo(Quantization.NONE);
        assertThat(index.size()).isEqualTo(NodeSketches.LEARN_FIRST + 1);
        assertThat(index.linkPending(Integer.MAX_VALUE)).isGreaterThanOrEqualTo(NodeSketches.LEARN_FIRST);
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
    }

    @Test
    void search_allWithinADistance_doesNotTurnAway() {
        index = sketched(9);
        float[] query = new Spectrum(9, DIMENSIONS, 60, 0.4).next();
        float farthest = index.exact(query, Reach.nearest(20, 1), null).distance(19);
        Reach within = new Reach(20, 0, 40, Float.NEGATIVE_INFINITY, farthest);
        Neighbors with = index.search(query, within, null);
        index.codes.sketches.drop();
        Neighbors without = index.search(query, within, null);
        assertThat(with.nodesVisited()).isEqualTo(without.nodesVisited());
        assertThat(with.size()).isEqualTo(without.size());
    }

    @Test
    void verify_wrongSketch_isNamed() {
        index = sketched(10);
        SketchRows rows = index.codes.sketches.current().blocks().rows();
        rows.block(17)[rows.offset(17)] ^= 16;
        assertThat(GraphVerifier.verify(index).problems())
                .containsExactly("node 17: expected the sketch of its vector, was not so");
        rows.block(17)[rows.offset(17)] ^= 16;
    }

    /** Sketches are learnt in between, and slots used anew. */
    @Test
    void change_onManyThreads_keepsSketchesRightAndFindsTheSame() throws Exception {
        index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = 20 + i;
            tasks.add(() -> change(seed));
        }
        int expected = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Integer> left : threads.invokeAll(tasks)) {
                expected += left.get();
            }
        } finally {
            threads.shutdownNow();
        }
        index.linkPending(Integer.MAX_VALUE);
        assertThat(index.size()).isEqualTo(expected);
        assertThat(index.codes.sketches.current()).isNotNull();
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
        List<float[]> queries = drawn(400, new Spectrum(11, DIMENSIONS, 60, 0.4)::next);
        double with = found(queries).recall;
        index.codes.sketches.drop();
        assertThat(with).isGreaterThanOrEqualTo(found(queries).recall - 0.03);
    }

    private int change(int seed) {
        Spectrum spectrum = new Spectrum(11, DIMENSIONS, 60, 0.4);
        Random random = new Random(seed);
        spectrum.reseed(seed);
        List<Integer> own = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            int kind = own.isEmpty() ? 0 : random.nextInt(4);
            if (kind < 3) {
                int ordinal = index.reserve();
                index.put(ordinal, spectrum.next());
                index.link(ordinal);
                own.add(ordinal);
            }
            if (kind >= 2) {
                int at = random.nextInt(own.size());
                index.remove(own.set(at, own.get(own.size() - 1)));
                own.remove(own.size() - 1);
            }
        }
        return own.size();
    }

    @Test
    void search_steady_allocatesNothingButTheResult() {
        index = sketched(14);
        float[] query = new Spectrum(14, DIMENSIONS, 60, 0.4).next();
        assertThat(SearchAllocation.least(index, query)).isLessThanOrEqualTo(SearchAllocationIT.RESULT_BYTES_MAX);
    }

    private static VectorIndex sketched(long seed) {
        VectorIndex sketched = new VectorIndex(DIMENSIONS, DistanceMetric.L2, SHAPE);
        new Spectrum(seed, DIMENSIONS, 60, 0.4).fill(sketched, COUNT);
        assertThat(sketched.codes.sketches.current()).isNotNull();
        return sketched;
    }

    private static List<float[]> drawn(int count, Supplier<float[]> source) {
        List<float[]> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(source.get());
        }
        return drawn;
    }

    private record Found(double recall, long visited) {}

    /** By distance, as of equal vectors it does not matter which are found. */
    private Found found(List<float[]> queries) {
        int found = 0;
        long visited = 0;
        for (float[] query : queries) {
            float tenth = index.exact(query, Reach.nearest(10, 1), null).distance(9);
            Neighbors near = index.search(query, Reach.nearest(10, 24), null);
            visited += near.nodesVisited();
            for (int rank = 0; rank < near.size(); rank++) {
                found += near.distance(rank) <= tenth ? 1 : 0;
            }
        }
        return new Found(found / (10.0 * queries.size()), visited);
    }
}
