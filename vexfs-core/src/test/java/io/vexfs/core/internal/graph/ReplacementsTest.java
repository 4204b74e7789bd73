package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.MetricKernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is replaced under a search that has walked already. */
class ReplacementsTest {
    private static final int COUNT = 40;
    private static final Reach NEAREST = new Reach(20, 8, 64, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    private final VectorIndex index = new VectorIndex(2, DistanceMetric.L2, GraphShape.DEFAULT);
    private final MetricKernel metric = new MetricKernel(DistanceMetric.L2, Kernels.active());
    private final IndexSearcher searcher = new IndexSearcher(new HnswSearcher(index.graph), index.ordinals, metric);
    private final SearchScratch scratch = new SearchScratch(GraphShape.DEFAULT, index.vectors, metric, index.codes);
    private final Replacements replacements = new Replacements();

    /** As a search holds one: ordinals that are replaced are not given again. */
    private final Reader reader = index.reader();

    @AfterEach
    void close() {
        reader.close();
    }

    /** The vectors (0, 0), (1, 0), …, searched from (0, 0). */
    private Neighbors walked() {
        for (int i = 0; i < COUNT; i++) {
            index.put(index.reserve(), new float[] {i, 0});
        }
        index.linkPending(COUNT);
        return searcher.exact(NEAREST, null, scratch);
    }

    private int replace(int ordinal, float x) {
        int successor = index.reserve();
        index.put(successor, new float[] {x, 0});
        replacements.add(successor);
        index.removeReplaced(ordinal, successor);
        return successor;
    }

    private Neighbors caughtUp(Neighbors found, Selection selection) {
        return searcher.caughtUp(found, replacements, 0, NEAREST, selection, scratch);
    }

    @Test
    void caughtUp_foundReplacedNearAndFar_hasWhatReplacedThemOnce() {
        Neighbors found = walked();
        int near = replace(3, 3.5f);
        int far = replace(4, 1_000);
        int again = replace(near, 0.5f);
        Neighbors now = caughtUp(found, Selection.except(0));
        assertThat(now.overtaken()).isFalse();
        assertThat(now.exact()).isTrue();
        assertThat(now.ordinal(1)).isEqualTo(again);
        assertThat(now.distance(1)).isEqualTo(0.5f);
        for (int gone : new int[] {3, 4, near}) {
            assertThat(Clusters.holds(now, gone)).isFalse();
        }
        assertThat(Clusters.holds(now, far)).isTrue();
        assertThat(now.size()).isEqualTo(20);
        Neighbors twice = caughtUp(now, Selection.except(0));
        for (int rank = 1; rank < twice.size(); rank++) {
            assertThat(twice.ordinal(rank)).isNotEqualTo(twice.ordinal(rank - 1));
        }
    }

    @Test
    void caughtUp_leftOutBySelection_staysOut() {
        Neighbors found = walked();
        int successor = replace(3, 0.5f);
        assertThat(Clusters.holds(caughtUp(found, Selection.except(successor)), successor))
                .isFalse();
    }

    @Test
    void caughtUp_moreDroppedThanThereIsRoomFor_saysSo() {
        Neighbors found = walked();
        for (int ordinal = 0; ordinal < 9; ordinal++) {
            replace(ordinal, 1_000);
        }
        assertThat(caughtUp(found, Selection.except(39)).overtaken()).isTrue();
    }

    @Test
    void caughtUp_nothingToSpare_saysSoAtTheFirst() {
        Neighbors found = walked();
        replace(3, 1_000);
        Reach bare = Reach.nearest(20, 20);
        assertThat(searcher.caughtUp(found, replacements, 0, bare, Selection.except(39), scratch)
                        .overtaken())
                .isTrue();
    }

    @Test
    void kept_fewerThanKept_areThereByNumber() {
        for (int i = 0; i < 3 * Replacements.KEPT; i++) {
            replacements.add(10 + i);
        }
        long count = replacements.count();
        assertThat(count).isEqualTo(3L * Replacements.KEPT);
        assertThat(replacements.kept(count - Replacements.KEPT + 1)).isTrue();
        assertThat(replacements.ordinal(count - Replacements.KEPT + 1)).isEqualTo(10 + 2 * Replacements.KEPT + 1);
        // The next one is being written in its place.
        assertThat(replacements.kept(count - Replacements.KEPT)).isFalse();
    }
}
