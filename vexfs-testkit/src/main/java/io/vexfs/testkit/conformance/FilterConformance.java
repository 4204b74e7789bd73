package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThat;
import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.Recall;
import io.vexfs.testkit.data.TestVectors;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bridge promises about filters; part of {@link BridgeConformance}. */
public interface FilterConformance extends BridgeFixture {
    private static void animal(Bridge bridge, String id, float x, Map<String, ?> metadata) {
        bridge.put("/c", new StoredVector(id, new float[] {x, 1}, Metadata.of(metadata)), NOBODY);
    }

    private static void animals(Bridge bridge) {
        bridge.createCollection("/c", L2);
        animal(bridge, "ant", 1, Map.of("legs", 6, "kind", "insect"));
        animal(bridge, "bat", 2, Map.of("legs", 2, "kind", "mammal", "wings", true));
        animal(bridge, "cat", 3, Map.of("legs", 4, "kind", "mammal", "tail", 0.5));
        animal(bridge, "eel", 4, Map.of("kind", "fish"));
        animal(bridge, "owl", 5, Map.of("legs", "two", "wings", true));
    }

    private static SearchResult where(Bridge bridge, String filter) {
        return search(bridge, near("/c", 0, 1).where(Filter.parse(filter)));
    }

    /** Each test of the grammar finds what it says, missing fields and other kinds of values included. */
    @Test
    default void search_where_findsWhatMatches() {
        try (Bridge bridge = open()) {
            animals(bridge);

            assertThat(where(bridge, "legs == 4.0")).hasIds("cat");
            assertThat(where(bridge, "legs != 4")).hasIds("ant", "bat", "owl");
            assertThat(where(bridge, "not legs == 4")).hasIds("ant", "bat", "eel", "owl");
            assertThat(where(bridge, "legs > 2 and legs <= 6")).hasIds("ant", "cat");
            assertThat(where(bridge, "legs < 'zwei'")).hasIds("owl");
            assertThat(where(bridge, "kind in ('fish', 'insect')")).hasIds("ant", "eel");
            assertThat(where(bridge, "kind startswith 'm'")).hasIds("bat", "cat");
            assertThat(where(bridge, "exists(wings) or tail >= 0.5")).hasIds("bat", "cat", "owl");
            assertThat(where(bridge, "wings == true and not exists(kind)")).hasIds("owl");
            assertThat(where(bridge, "exists(beak)")).isEmpty();
            assertThat(search(
                            bridge,
                            near("/c", 0, 1).where(Filter.parse("legs != 4")).k(1)))
                    .hasIds("ant");
            assertThat(search(
                            bridge, SearchRequest.like("bat").collection("/c").where(Filter.parse("kind == 'mammal'"))))
                    .hasIds("cat");
        }
    }

    /** A filter follows every write. */
    @Test
    default void search_whereAfterWrites_seesThem() {
        try (Bridge bridge = open()) {
            animals(bridge);
            assertThat(where(bridge, "legs >= 4")).hasIds("ant", "cat");

            animal(bridge, "cat", 3, Map.of("legs", 3));
            animal(bridge, "fly", 6, Map.of("legs", 6));
            bridge.delete("/c", "ant", NOBODY);

            assertThat(where(bridge, "legs >= 3")).hasIds("cat", "fly");
            assertThat(where(bridge, "legs == 3")).hasIds("cat");
            assertThat(where(bridge, "kind == 'mammal'")).hasIds("bat");
            bridge.forceSync();
            assertThat(where(bridge, "legs >= 3")).hasIds("cat", "fly");
        }
    }

    /** Long texts are compared to their ends. */
    @Test
    default void search_whereLongText_comparesAllOfIt() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            String same = "x".repeat(1_000);
            for (int i = 0; i < 5; i++) {
                animal(bridge, "v" + i, i, Map.of("text", same + i));
            }
            assertThat(where(bridge, "text == '" + same + "3'")).hasIds("v3");
            assertThat(where(bridge, "text != '" + same + "3'")).hasIds("v0", "v1", "v2", "v4");
            assertThat(where(bridge, "text < '" + same + "2'")).hasIds("v0", "v1");
            assertThat(where(bridge, "text in ('" + same + "1', '" + same + "', 'x')"))
                    .hasIds("v1");
            assertThat(where(bridge, "text startswith '" + same + "4'")).hasIds("v4");
            assertThat(where(bridge, "text > 'w' and text startswith 'xx'").hits())
                    .hasSize(5);
        }
    }

    /** A field that no vector has, or a kind of value that none has in it, is refused by name; an empty collection has no say. */
    @Test
    default void search_whereUnknownFieldOrKind_isNamed() {
        try (Bridge bridge = open()) {
            animals(bridge);
            for (String filter : List.of("leggs == 4", "not leggs == 4", "exists(kind) and leggs in (4)")) {
                assertThatVexfs(() -> where(bridge, filter))
                        .failsWith(FuseVexfsError.INVALID_QUERY)
                        .withMessageContaining("column", "leggs");
            }
            for (String filter : List.of("kind == 4", "tail startswith 'x'", "legs == true", "wings in ('yes')")) {
                assertThatVexfs(() -> where(bridge, filter))
                        .failsWith(FuseVexfsError.INVALID_QUERY)
                        .withMessageContaining("column 1", filter.substring(0, 4));
            }
            bridge.createCollection("/empty", Samples.settings(DistanceMetric.L2, 2));
            assertThat(search(bridge, near("/empty", 0, 1).where(Filter.parse("leggs == 4"))))
                    .isEmpty();
        }
    }

    /** {@code where} and {@code below} both hold. */
    @Test
    default void search_whereBelow_holdsBoth() {
        try (Bridge bridge = open()) {
            bridge.changeCollection("/", L2);
            for (String directory : List.of("/a", "/b")) {
                List<VectorRow> rows = List.of(
                        new VectorRow(Optional.empty(), new float[] {1, 1}, Metadata.of("n", 1)),
                        new VectorRow(Optional.empty(), new float[] {2, 1}, Metadata.of("n", 2)));
                bridge.files().index(directory + "/x.vec", stamp(directory.charAt(1)), rows, true, NOBODY);
            }
            SearchRequest.Builder second = near("/", 0, 1).where(Filter.parse("n == 2"));

            assertThat(search(bridge, second)).hasIds("/a/x.vec#1", "/b/x.vec#1");
            assertThat(search(bridge, second.below("/b"))).hasIds("/b/x.vec#1");
        }
    }

    /** Where most of what is near may not be seen, the k nearest of the rest are found, whatever the page and the filter. */
    @Test
    default void search_visible_findsTheNearestThatMayBeSeen() {
        List<float[]> vectors = TestVectors.clustered(3_001, 16, 20, 5);
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            List<StoredVector> stored = new ArrayList<>();
            List<float[]> seen = new ArrayList<>();
            float[] query = vectors.get(3_000);
            Set<Integer> open = farthest(vectors.subList(0, 3_000), query, 40);
            for (int i = 0; i < 3_000; i++) {
                stored.add(
                        new StoredVector((open.contains(i) ? "open" : "closed") + i, vectors.get(i), Metadata.empty()));
                if (open.contains(i)) {
                    seen.add(vectors.get(i));
                }
            }
            bridge.putAll("/c", stored, NOBODY);
            bridge.forceSync();

            SearchRequest.Builder visible = near("/c", query).visible(path -> path.startsWith("/c/.vectors/open"));
            SearchResult first = search(bridge, visible);
            assertThat(first).isInOrder();
            assertThat(Recall.ofDistances(first.hits(), ExactSearch.nearest(DistanceMetric.L2, seen, query, 10)))
                    .isEqualTo(1.0);
            Hit last = first.hits().get(9);
            SearchResult rest = search(bridge, visible.k(100).after(last));
            assertThat(rest).isInOrder();
            assertThat(rest.hits()).hasSize(30).doesNotContain(last);
            assertThat(search(bridge, visible.visible(path -> false))).isEmpty();
        }
    }

    private static Set<Integer> farthest(List<float[]> vectors, float[] query, int count) {
        return IntStream.range(0, vectors.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -ExactSearch.distance(DistanceMetric.L2, query, vectors.get(i))))
                .limit(count)
                .collect(Collectors.toSet());
    }

    /** Random filters over random metadata that changes find the same as in the model, and fail alike. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void search_randomFilters_agreeWithTheModel(long seed) {
        Random random = new Random(seed);
        try (Bridge bridge = open();
                MemoryBridge model = new MemoryBridge()) {
            bridge.createCollection("/c", L2);
            model.createCollection("/c", L2);
            for (int step = 0; step < 400; step++) {
                String id = "v" + random.nextInt(150);
                if (random.nextInt(6) == 0) {
                    bridge.delete("/c", id, NOBODY);
                    model.delete("/c", id, NOBODY);
                } else {
                    StoredVector vector = new StoredVector(
                            id,
                            new float[] {random.nextInt(1_000), random.nextInt(1_000)},
                            RandomFilters.metadata(random));
                    bridge.put("/c", vector, NOBODY);
                    model.put("/c", vector, NOBODY);
                }
                Filter filter = RandomFilters.filter(random, 3);
                assertThat(found(bridge, filter))
                        .as("seed %d, step %d: %s", seed, step, filter)
                        .isEqualTo(found(model, filter));
            }
        }
    }

    private static List<String> found(Bridge bridge, Filter filter) {
        try {
            return search(bridge, near("/c", 0, 0).where(filter).k(200)).hits().stream()
                    .map(Hit::id)
                    .sorted()
                    .toList();
        } catch (VexfsException failure) {
            return List.of(failure.error().name());
        }
    }

    /** Of many vectors a filter leaves half, a tenth, a hundredth, a thousandth or one: enough of the nearest are found. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100, 1_000, 6_000})
    default void search_whereSelective_findsEnough(int step) {
        List<float[]> vectors = TestVectors.clustered(6_020, 24, 30, 17);
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            List<StoredVector> stored = new ArrayList<>();
            Map<Integer, List<float[]>> byRest = new HashMap<>();
            for (int i = 0; i < 6_000; i++) {
                stored.add(new StoredVector(
                        "v" + i, vectors.get(i), Metadata.of("n", i, "rest", i * 7919 % 6_000 % step)));
                byRest.computeIfAbsent(i * 7919 % 6_000 % step, any -> new ArrayList<>())
                        .add(vectors.get(i));
            }
            bridge.putAll("/c", stored, NOBODY);
            bridge.forceSync();
            double sum = 0;
            for (float[] query : vectors.subList(6_000, 6_020)) {
                SearchResult result = search(bridge, near("/c", query).where(Filter.parse("rest == 1")));
                assertThat(result).isInOrder();
                sum += Recall.ofDistances(
                        result.hits(),
                        ExactSearch.nearest(DistanceMetric.L2, byRest.getOrDefault(1, List.of()), query, 10));
            }
            assertThat(sum / 20).as("recall@10").isGreaterThanOrEqualTo(0.95);
        }
    }
}
