package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThat;
import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.line;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a bridge promises about ranges, pages, batches and explanations; part of {@link BridgeConformance}. */
public interface PagingConformance extends BridgeFixture {
    /** Everything within a distance is found, nearly all of it in a graph, and nothing beyond. */
    @Test
    default void search_within_findsNearlyAll() {
        List<float[]> vectors = TestVectors.clustered(6_020, 16, 30, 21);
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            List<StoredVector> stored = new ArrayList<>();
            for (int i = 0; i < 6_000; i++) {
                stored.add(vector("v" + i, vectors.get(i)));
            }
            bridge.putAll("/c", stored, NOBODY);
            bridge.forceSync();
            for (double distance : new double[] {0.2, 0.45, 0.7, 100}) {
                long found = 0;
                long wanted = 0;
                for (float[] query : vectors.subList(6_000, 6_020)) {
                    SearchResult result = search(bridge, near("/c", query).within(distance));
                    assertThat(result).isInOrder();
                    assertThat(result.hits())
                            .allSatisfy(hit -> assertThat(hit.distance()).isLessThanOrEqualTo(distance));
                    found += result.hits().size();
                    wanted += vectors.subList(0, 6_000).stream()
                            .filter(each -> ExactSearch.distance(DistanceMetric.L2, query, each) <= distance)
                            .count();
                }
                assertThat((double) found)
                        .as("found within %s", distance)
                        .isBetween(0.98 * wanted, 1.0001 * wanted + 1);
            }
        }
    }

    /** Pages follow each other without gaps or repeats, among equals too, and see what was stored behind them. */
    @Test
    default void search_after_continues() {
        try (Bridge bridge = open()) {
            line(bridge, 60);
            for (int i = 0; i < 40; i++) {
                put(bridge, "/c", String.format("equal%02d", i), 30, 1);
            }
            bridge.forceSync();
            List<String> all = ids(search(bridge, near("/c", 0, 1).k(100)));
            assertThat(all).hasSize(100);
            for (boolean exact : new boolean[] {false, true}) {
                SearchRequest.Builder request = near("/c", 0, 1).k(7).exact(exact);
                List<String> paged = new ArrayList<>();
                for (SearchResult page = search(bridge, request); !page.hits().isEmpty(); ) {
                    assertThat(paged).as("pages end").hasSizeLessThan(all.size());
                    assertThat(page).isInOrder();
                    paged.addAll(ids(page));
                    List<Hit> hits = page.hits();
                    page = search(bridge, request.after(hits.get(hits.size() - 1)));
                }
                assertThat(paged).isEqualTo(all);
            }
            put(bridge, "/c", "late", 58.5f, 1);
            assertThat(search(bridge, near("/c", 0, 1).after(new SearchRequest.Cursor(57, "v57"))))
                    .hasIds("v58", "late", "v59");
            assertThat(search(
                            bridge,
                            near("/c", 0, 1)
                                    .after(new SearchRequest.Cursor(57, "v57"))
                                    .threshold(58)))
                    .hasIds("v58");
        }
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream().map(Hit::id).toList();
    }

    /** A batch answers each request in its order. */
    @Test
    default void searchAll_requests_areAnsweredInOrder() {
        try (Bridge bridge = open()) {
            line(bridge, 20);
            List<SearchResult> results = bridge.searchAll(
                    List.of(
                            near("/c", 3, 1).k(1).build(),
                            near("/c", 12, 1).k(1).build(),
                            near("/c", 0, 1).k(2).build()),
                    NOBODY);

            assertThat(results).hasSize(3);
            assertThat(results.get(0)).hasIds("v03");
            assertThat(results.get(1)).hasIds("v12");
            assertThat(results.get(2)).hasIds("v00", "v01");
            assertThat(bridge.searchAll(List.of(), NOBODY)).isEmpty();
            SearchRequest one = near("/c", 3, 1).build();
            assertThatVexfs(() -> bridge.searchAll(Collections.nCopies(Limits.SEARCHES_MAX + 1, one), NOBODY))
                    .failsWith(FuseVexfsError.LIMIT_REACHED)
                    .withMessageContaining("expected at most 1000, was 1001");
        }
    }

    /** An explanation is given where it is asked for, and adds up. */
    @Test
    default void search_explain_saysHow() {
        try (Bridge bridge = open()) {
            line(bridge, 20);
            assertThat(search(bridge, near("/c", 3, 1)).explain()).isEmpty();

            SearchResult result = search(bridge, near("/c", 3, 1).explain(true));

            SearchResult.Explain explain = result.explain().orElseThrow();
            assertThat(explain.plan()).isEqualTo(SearchResult.Plan.SCAN);
            assertThat(result.exact()).isTrue();
            assertThat(result.nodesVisited()).isEqualTo(20);
            assertThat(explain.vectors()).isEqualTo(20);
            assertThat(explain.candidates()).isEqualTo(20);
            assertThat(explain.rounds()).isEqualTo(1);
        }
    }
}
