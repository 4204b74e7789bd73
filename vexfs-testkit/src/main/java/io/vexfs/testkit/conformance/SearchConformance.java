package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThat;
import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.indexRows;
import static io.vexfs.testkit.conformance.Samples.line;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.settings;
import static io.vexfs.testkit.conformance.Samples.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.Bridge;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.ExactSearch.Neighbor;
import io.vexfs.testkit.data.Recall;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bridge promises about searches; part of {@link BridgeConformance}. */
public interface SearchConformance extends BridgeFixture {
    /** Best first, with the distance of the metric, the metadata and the path. */
    @Test
    default void search_fewVectors_areInOrderWithTheirDistances() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            bridge.put("/c", new StoredVector("far", new float[] {3, 4}, Metadata.of("n", 1)), NOBODY);
            put(bridge, "/c", "a/b", 0, 1);
            index(bridge, "/c/f.vec", 1, 0, 2);

            SearchResult result = search(bridge, near("/c", 0, 0));

            assertThat(result).isInOrder().hasIds("a/b", "/c/f.vec", "far");
            assertThat(result).hasPaths("/c/.vectors/a%2Fb.vec", "/c/f.vec", "/c/.vectors/far.vec");
            assertThat(result.hits().get(2).distance()).isCloseTo(5, within(1e-6));
            assertThat(result.hits().get(2).metadata()).isEqualTo(Metadata.of("n", 1));
        }
    }

    /** Equal distances are in the order of their ids. */
    @Test
    default void search_equalDistances_areInTheOrderOfTheirIds() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            for (String id : List.of("c", "a", "d", "b")) {
                put(bridge, "/c", id, 2, 3);
            }
            assertThat(search(bridge, near("/c", 1, 1))).isInOrder().hasIds("a", "b", "c", "d");
        }
    }

    /** The distance is what {@link DistanceMetric} says, for exact and for graph searches. */
    @ParameterizedTest
    @EnumSource(DistanceMetric.class)
    default void search_everyMetric_isExactAgainstTheTruth(DistanceMetric metric) {
        List<float[]> vectors = TestVectors.fitting(metric, TestVectors.uniform(300, 19, 5));
        try (Bridge bridge = open()) {
            fill(bridge, metric, vectors);
            for (float[] query : TestVectors.fitting(metric, TestVectors.uniform(10, 19, 6))) {
                List<Neighbor> truth = ExactSearch.nearest(metric, vectors, query, 10);

                SearchResult result = search(bridge, near("/c", query).exact(true));

                assertThat(result).isInOrder();
                assertThat(result.exact()).isTrue();
                requireDistances(result.hits(), truth);
            }
        }
    }

    private static void fill(Bridge bridge, DistanceMetric metric, List<float[]> vectors) {
        bridge.createCollection("/c", settings(metric, 0));
        List<StoredVector> stored = new ArrayList<>();
        for (float[] components : vectors) {
            stored.add(vector("v" + stored.size(), components));
        }
        bridge.putAll("/c", stored, NOBODY);
    }

    private static void requireDistances(List<Hit> hits, List<Neighbor> truth) {
        assertThat(hits).hasSameSizeAs(truth);
        for (int i = 0; i < truth.size(); i++) {
            assertThat(hits.get(i).distance())
                    .as("distance of hit %d", i)
                    .isCloseTo(truth.get(i).distance(), within(1e-4));
        }
    }

    /** Of queries like what is stored, enough of the true neighbours are found, before and after everything is linked. */
    @ParameterizedTest
    @EnumSource(DistanceMetric.class)
    default void search_clusteredVectors_findsEnough(DistanceMetric metric) {
        List<float[]> all = TestVectors.fitting(metric, TestVectors.clustered(3_050, 24, 30, 17));
        List<float[]> vectors = all.subList(0, 3_000);
        List<float[]> queries = all.subList(3_000, all.size());
        try (Bridge bridge = open()) {
            fill(bridge, metric, vectors);
            for (int round = 0; round < 2; round++) {
                assertThat(recall(bridge, metric, vectors, queries, 100))
                        .as("recall@10, round %d", round)
                        .isGreaterThanOrEqualTo(recallMin());
                bridge.forceSync();
            }
        }
    }

    /** Queries that lie between what is stored, as a question does between texts, need a larger ef and find theirs too. */
    @ParameterizedTest
    @EnumSource(DistanceMetric.class)
    default void search_queriesUnlikeTheVectors_findEnoughWithLargerEf(DistanceMetric metric) {
        List<float[]> vectors = TestVectors.fitting(metric, TestVectors.clustered(3_000, 24, 30, 17));
        List<float[]> queries = TestVectors.fitting(metric, TestVectors.clustered(50, 24, 30, 18));
        try (Bridge bridge = open()) {
            fill(bridge, metric, vectors);
            bridge.forceSync();
            assertThat(recall(bridge, metric, vectors, queries, 400))
                    .as("recall@10")
                    .isGreaterThanOrEqualTo(recallMin());
        }
    }

    private static double recall(
            Bridge bridge, DistanceMetric metric, List<float[]> vectors, List<float[]> queries, int ef) {
        List<List<Neighbor>> truth = ExactSearch.nearestOfAll(metric, vectors, queries, 10);
        double sum = 0;
        for (int i = 0; i < queries.size(); i++) {
            SearchResult result = search(bridge, near("/c", queries.get(i)).ef(ef));
            sum += Recall.ofDistances(assertOrdered(result).hits(), truth.get(i));
        }
        return sum / queries.size();
    }

    private static SearchResult assertOrdered(SearchResult result) {
        assertThat(result).isInOrder();
        return result;
    }

    /** Many equal vectors do not hide the others. */
    @Test
    default void search_duplicates_areAllFound() {
        try (Bridge bridge = open()) {
            fill(bridge, DistanceMetric.L2, TestVectors.duplicates(400, 6, 2, 9));
            bridge.forceSync();
            SearchResult result = search(
                    bridge,
                    near("/c", TestVectors.uniform(1, 6, 9).get(0)).k(250).ef(400));

            assertThat(result).isInOrder();
            assertThat(result.hits()).hasSize(250);
            assertThat(result.hits().get(199).distance()).isCloseTo(0, within(1e-6));
            assertThat(result.hits().get(200).distance()).isGreaterThan(1e-3);
        }
    }

    /** Finite vectors of any size have finite places in the order under cosine. */
    @Test
    default void search_adversarialVectorsUnderCosine_areAllFound() {
        try (Bridge bridge = open()) {
            List<float[]> vectors = TestVectors.adversarial(6);
            fill(bridge, DistanceMetric.COSINE, vectors);
            for (float[] query : vectors) {
                SearchResult result = search(bridge, near("/c", query).k(100));

                assertThat(result).isInOrder();
                requireDistances(result.hits(), ExactSearch.nearest(DistanceMetric.COSINE, vectors, query, 100));
            }
        }
    }

    /** As many as {@code k}, or all there are. */
    @Test
    default void search_k_isTheMost() {
        try (Bridge bridge = open()) {
            line(bridge, 20);

            assertThat(search(bridge, near("/c", 0, 1).k(1))).hasIds("v00");
            assertThat(search(bridge, near("/c", 0, 1).k(3))).hasIds("v00", "v01", "v02");
            assertThat(search(bridge, near("/c", 0, 1)).hits()).hasSize(SearchRequest.K_DEFAULT);
            assertThat(search(bridge, near("/c", 0, 1).k(10_000)).hits()).hasSize(20);
            assertThat(search(bridge, near("/c", 0, 1).k(20).ef(1)).hits()).hasSize(20);
            assertThat(search(bridge, near("/c", 0, 1).k(5).ef(100_000))).isInOrder();
        }
    }

    /** Nothing farther than the threshold, which itself is near enough. */
    @Test
    default void search_threshold_isTheFarthest() {
        try (Bridge bridge = open()) {
            line(bridge, 20);

            assertThat(search(bridge, near("/c", 0, 1).threshold(2))).hasIds("v00", "v01", "v02");
            assertThat(search(bridge, near("/c", 0, 1).threshold(2).k(2))).hasIds("v00", "v01");
            assertThat(search(bridge, near("/c", 0, 1).threshold(-1))).isEmpty();
            assertThat(search(bridge, near("/c", 0, 1).threshold(2).exact(true)))
                    .hasIds("v00", "v01", "v02");
        }
    }

    /** {@code like} asks with a stored vector and leaves it out. */
    @Test
    default void search_like_leavesItselfOut() {
        try (Bridge bridge = open()) {
            line(bridge, 20);
            put(bridge, "/c", "twin", 5, 1);
            SearchRequest.Builder like =
                    SearchRequest.like("v05").collection("/c").k(3);

            assertThat(search(bridge, like)).hasIds("twin", "v04", "v06");
            assertThat(search(bridge, like.exact(true))).hasIds("twin", "v04", "v06");
        }
    }

    /** {@code like} takes a file's path and the row behind it, the caller's ids first. */
    @Test
    default void search_likeFile_takesPathAndRow() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            index(bridge, "/c/a.vec", 1, 1, 1);
            indexRows(bridge, "/c/m.vec", 2, new float[] {10, 1}, new float[] {20, 1});

            assertThat(search(bridge, SearchRequest.like("/c/a.vec").collection("/c")))
                    .hasIds("/c/m.vec#0", "/c/m.vec#1");
            assertThat(search(bridge, SearchRequest.like("/c/m.vec#1").collection("/c")))
                    .hasIds("/c/m.vec#0", "/c/a.vec");

            put(bridge, "/c", "/c/a.vec", 100, 1);
            assertThat(search(
                            bridge,
                            SearchRequest.like("/c/a.vec").collection("/c").k(1)))
                    .hasPaths("/c/m.vec#1");
        }
    }

    /** An unknown {@code like} is named. */
    @Test
    default void search_likeUnknown_isNamed() {
        try (Bridge bridge = open()) {
            line(bridge, 2);
            index(bridge, "/c/a.vec", 1, 1, 1);
            for (String unknown : List.of("nobody", "/c/b.vec", "/c/a.vec#1", "/c", "/")) {
                assertThatVexfs(() -> search(bridge, SearchRequest.like(unknown).collection("/c")))
                        .failsWith(FuseVexfsError.VECTOR_NOT_FOUND)
                        .withMessageContaining(unknown);
            }
        }
    }

    /** {@code below} keeps to the files under a directory, not to names that only begin alike. */
    @Test
    default void search_below_keepsToTheDirectory() {
        try (Bridge bridge = open()) {
            bridge.changeCollection("/", L2);
            index(bridge, "/docs/a.vec", 1, 1, 1);
            index(bridge, "/docs/deep/b.vec", 2, 2, 1);
            index(bridge, "/docs2/c.vec", 3, 3, 1);
            put(bridge, "/", "own", 0, 1);

            assertThat(search(bridge, near("/", 0, 1).below("/docs"))).hasIds("/docs/a.vec", "/docs/deep/b.vec");
            assertThat(search(bridge, near("/", 0, 1).below("/docs/deep"))).hasIds("/docs/deep/b.vec");
            assertThat(search(bridge, near("/", 0, 1).below("/none"))).isEmpty();
        }
    }

    /** Queries that are no vector of the collection. */
    @Test
    default void search_badQuery_isNamed() {
        try (Bridge bridge = open()) {
            put(bridge, "/", "x", 1, 2);

            assertThatVexfs(() -> search(bridge, near("/", 1, 2, 3)))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                    .withMessageContaining("expected 2", "was 3");
            assertThatVexfs(() -> search(bridge, near("/", 1, Float.NaN))).failsWith(FuseVexfsError.INVALID_VECTOR);
            assertThatVexfs(() -> search(bridge, near("/", 0, 0))).failsWith(FuseVexfsError.INVALID_VECTOR);
        }
    }

    /** Bits are 0 or 1, and a metric of bits takes nothing else. */
    @Test
    default void put_otherThanBitsUnderABitMetric_isRefused() {
        for (DistanceMetric metric : List.of(DistanceMetric.HAMMING, DistanceMetric.JACCARD)) {
            try (Bridge bridge = open()) {
                bridge.createCollection("/c", settings(metric, 3));
                put(bridge, "/c", "none", 0, 0, 0);
                put(bridge, "/c", "two", 1, 0, 1);

                assertThatVexfs(() -> put(bridge, "/c", "half", 1, 0.5f, 0))
                        .failsWith(FuseVexfsError.INVALID_VECTOR)
                        .withMessageContaining("expected 0 or 1 for " + metric.text(), "was 0.5");
                assertThatVexfs(() -> search(bridge, near("/c", 1, 2, 0))).failsWith(FuseVexfsError.INVALID_VECTOR);
                SearchResult result = search(bridge, near("/c", 1, 0, 0));
                assertThat(result)
                        .hasIds(
                                metric == DistanceMetric.HAMMING ? "none" : "two",
                                metric == DistanceMetric.HAMMING ? "two" : "none");
                assertThat(result.hits().get(0).distance())
                        .isCloseTo(metric == DistanceMetric.HAMMING ? 1 : 0.5, within(1e-6));
                assertThat(search(bridge, near("/c", 0, 0, 0)).hits().get(0).distance())
                        .isZero();
            }
        }
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            put(bridge, "/c", "half", 1, 0.5f, 0);
            assertThatVexfs(() -> bridge.changeCollection("/c", settings(DistanceMetric.HAMMING, 0)))
                    .failsWith(FuseVexfsError.NOT_EMPTY);
        }
    }

    /** An empty collection answers with nothing. */
    @Test
    default void search_emptyCollection_isEmpty() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", settings(DistanceMetric.L2, 3));
            assertThat(search(bridge, near("/", 1, 2))).isEmpty();
            assertThat(search(bridge, near("/c", 1, 2, 3))).isEmpty();
            assertThatVexfs(() -> search(bridge, near("/c", 1, 2))).failsWith(FuseVexfsError.DIMENSION_MISMATCH);
        }
    }

    /** Everything is deleted, one by one: each search finds exactly what is left. */
    @Test
    default void search_whileDeletingAll_findsWhatIsLeft() {
        try (Bridge bridge = open()) {
            line(bridge, 60);
            bridge.forceSync();
            for (int i = 0; i < 60; i++) {
                bridge.delete("/c", String.format("v%02d", i * 7 % 60), NOBODY);
                SearchResult result = search(bridge, near("/c", 30, 1).k(60));
                assertThat(result).isInOrder();
                assertThat(result.hits()).hasSize(59 - i);
            }
        }
    }
}
