package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorIndexTest {
    private final VectorIndex index = new VectorIndex(2, DistanceMetric.L2, GraphShape.DEFAULT);

    @Test
    void search_pendingVectors_areFoundBeforeTheyAreLinked() {
        VectorIndex big = filled(1_000);
        int ordinal = big.reserve();
        float[] far = {100, 100};
        assertThat(Clusters.holds(big.search(far, Reach.nearest(1, 10), null), ordinal))
                .isFalse();
        big.put(ordinal, far);
        Neighbors found = big.search(far, Reach.nearest(1, 10), null);
        assertThat(found.ordinal(0)).isEqualTo(ordinal);
        assertThat(found.exact()).isFalse();
        assertThat(big.pending()).isEqualTo(1);
        assertThat(big.link(ordinal)).isTrue();
        assertThat(big.link(ordinal)).isFalse();
        assertThat(big.pending()).isZero();
        found = big.search(far, Reach.nearest(5, 10), null);
        assertThat(found.ordinal(0)).isEqualTo(ordinal);
        assertThat(found.size()).isEqualTo(5);
    }

    @Test
    void search_distances_areEuclideanAndLimited() {
        put(3, 4);
        put(6, 8);
        put(0, 1);
        Neighbors found = index.search(new float[2], new Reach(10, 0, 10, Float.NEGATIVE_INFINITY, 5), null);
        assertThat(found.exact()).isTrue();
        assertThat(found.nodesVisited()).isEqualTo(3);
        assertThat(found.size()).isEqualTo(2);
        assertThat(found.ordinal(0)).isEqualTo(2);
        assertThat(found.distance(0)).isCloseTo(1, within(1e-6f));
        assertThat(found.ordinal(1)).isZero();
        assertThat(found.distance(1)).isCloseTo(5, within(1e-6f));
    }

    @Test
    void search_selectiveFilter_findsAllOfIt() {
        VectorIndex big = filled(5_000);
        Neighbors few = big.search(new float[] {50, 50}, Reach.nearest(10, 20), every(1_000, 3));
        assertThat(few.size()).isEqualTo(5);
        assertThat(few.exact()).isTrue();
        Neighbors third = big.search(new float[] {0, 0}, Reach.nearest(10, 50), every(3, 0));
        Neighbors exact = big.exact(new float[] {0, 0}, Reach.nearest(10, 1), every(3, 0));
        for (int i = 0; i < 10; i++) {
            assertThat(third.ordinal(i)).isEqualTo(exact.ordinal(i));
        }
    }

    private static Selection every(int step, int rest) {
        return Selection.of(IntStream.range(0, 5_000)
                .filter(ordinal -> ordinal % step == rest)
                .collect(BitSet::new, BitSet::set, BitSet::or));
    }

    @Test
    void remove_visibleOrdinals_areNotFoundAgain() {
        VectorIndex big = filled(1_000);
        int pending = big.reserve();
        big.put(pending, new float[] {0, 0});
        float[] query = {0, 0};
        for (int i = 0; i < 400; i++) {
            int nearest = big.search(query, Reach.nearest(1, 20), null).ordinal(0);
            big.remove(nearest);
            assertThat(big.contains(nearest)).isFalse();
            assertThat(Clusters.holds(big.search(query, Reach.nearest(10, 20), null), nearest))
                    .isFalse();
        }
        assertThat(big.pending()).isZero();
        assertThat(big.link(pending)).isFalse();
        assertThat(big.size()).isEqualTo(601);
        assertThat(GraphVerifier.verify(big).problems()).isEmpty();
        assertThatThrownBy(() -> big.remove(pending))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ordinal " + pending + ": expected visible, was not");
    }

    @Test
    void reader_whileHeld_keepsFreedOrdinalsFromReuse() {
        put(1, 1);
        put(2, 2);
        Reader reader = index.reader();
        index.remove(0);
        assertThat(index.reserve()).isEqualTo(2);
        reader.close();
        reader.close();
        assertThat(index.reserve()).isZero();

        Reader earlier = index.reader();
        index.remove(1);
        Reader later = index.reader();
        assertThat(index.reserve()).isEqualTo(3);
        earlier.close();
        assertThat(index.reserve()).isEqualTo(1);
        later.close();
    }

    @Test
    void release_reservedOrdinal_isHandedOutAgain() {
        int first = index.reserve();
        int second = index.reserve();
        index.release(first);
        assertThat(index.reserve()).isEqualTo(first);
        index.release(second);
        assertThatThrownBy(() -> index.put(second, new float[2]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ordinal 1: expected reserved, was not");
    }

    @Test
    void putAt_beyondTheEnd_leavesTheGapFree() {
        index.putAt(3, new float[] {1, 1});
        index.putAt(1, new float[] {2, 2});
        assertThat(index.pending()).isEqualTo(2);
        assertThat(List.of(index.reserve(), index.reserve(), index.reserve())).containsExactly(0, 2, 4);
        assertThatThrownBy(() -> index.putAt(3, new float[2])).hasMessage("ordinal 3: expected free, was not");
        index.remove(3);
        index.putAt(3, new float[] {5, 5});
        assertThat(index.vector(3)).containsExactly(5, 5);
        List<Integer> live = new ArrayList<>();
        index.forEach(live::add);
        assertThat(live).containsExactly(1, 3);
    }

    @Test
    void put_invalidVector_leavesTheOrdinalReserved() {
        int ordinal = index.reserve();
        assertThatThrownBy(() -> index.put(ordinal, new float[3]))
                .isInstanceOf(VexfsException.class)
                .hasMessage("dimension mismatch: expected 2, was 3");
        assertThatThrownBy(() -> index.put(ordinal, new float[] {Float.NaN, 0}))
                .isInstanceOf(VexfsException.class)
                .hasMessage("invalid vector: component 0 expected finite, was NaN");
        assertThatThrownBy(() -> index.putAt(7, new float[] {Float.NaN, 0})).isInstanceOf(VexfsException.class);
        assertThat(index.size()).isZero();
        index.put(ordinal, new float[] {1, 0});
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.reserve()).isEqualTo(1);
    }

    @Test
    void search_argumentsOutOfRange_areNamed() {
        assertThatThrownBy(() -> index.search(new float[2], Reach.nearest(0, 10), null))
                .hasMessage("k: expected 1 to 536870911, was 0");
        assertThatThrownBy(() -> index.search(new float[2], Reach.nearest(1, 100_001), null))
                .hasMessage("ef: expected 1 to 100000, was 100001");
        assertThatThrownBy(() -> index.exact(new float[1], Reach.nearest(1, 1), null))
                .hasMessage("dimension mismatch: expected 2, was 1");
        assertThatThrownBy(() -> new VectorIndex(0, DistanceMetric.L2, GraphShape.DEFAULT))
                .hasMessage("dimensions: expected 1 to 65536, was 0");
        assertThatThrownBy(() -> new GraphShape(1, 10, 0)).hasMessage("m: expected 2 to 128, was 1");
    }

    @Test
    void vector_underCosine_isNormalised() {
        VectorIndex cosine = new VectorIndex(2, DistanceMetric.COSINE, GraphShape.DEFAULT);
        cosine.put(cosine.reserve(), new float[] {3, 4});
        assertThat(cosine.vector(0)).containsExactly(0.6f, 0.8f);
        assertThatThrownBy(() -> cosine.search(new float[2], Reach.nearest(1, 1), null))
                .hasMessage("invalid vector: expected a direction (cosine), was all zeros");
        assertThat(cosine.search(new float[] {-30, -40}, Reach.nearest(1, 1), null)
                        .distance(0))
                .isCloseTo(2, within(1e-6f));
        assertThatThrownBy(() -> cosine.vector(1)).hasMessage("no vector: expected a visible ordinal, was 1");
        assertThat(cosine.heapBytes()).isPositive();
    }

    private static VectorIndex filled(int count) {
        VectorIndex index = new VectorIndex(2, DistanceMetric.L2, GraphShape.DEFAULT);
        new Clusters(41, 2, 30).fill(index, count);
        return index;
    }

    private void put(float x, float y) {
        index.put(index.reserve(), new float[] {x, y});
    }
}
