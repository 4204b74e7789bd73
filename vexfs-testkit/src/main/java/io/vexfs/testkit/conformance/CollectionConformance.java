package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.info;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorCollection;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bridge promises about its collections; part of {@link BridgeConformance}. */
public interface CollectionConformance extends BridgeFixture {
    /** The root is there from the start, under cosine, without dimensions. */
    @Test
    default void collections_newStore_isTheRoot() {
        try (Bridge bridge = open()) {
            // Since when an index is ready is another moment in each store.
            assertThat(bridge.collections())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("index.since")
                    .containsExactly(new CollectionInfo("/", DistanceMetric.COSINE, 0, false, 0, 0));
        }
    }

    /** What was made is listed by name, with its settings. */
    @Test
    default void createCollection_several_areListedByName() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/b/deep", settings(DistanceMetric.DOT, 7));
            bridge.createCollection("/a", L2);

            assertThat(bridge.collections())
                    .extracting(CollectionInfo::name, CollectionInfo::metric, CollectionInfo::dimensions)
                    .containsExactly(
                            tuple("/", DistanceMetric.COSINE, 0),
                            tuple("/a", DistanceMetric.L2, 0),
                            tuple("/b/deep", DistanceMetric.DOT, 7));
            assertThat(info(bridge, "/a").dimensionsSet()).isFalse();
            assertThat(info(bridge, "/b/deep").dimensionsSet()).isTrue();
            assertThat(bridge.collection("/b")).isEmpty();
        }
    }

    /** A name is taken once. */
    @Test
    default void createCollection_twice_isRefused() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);

            assertThatVexfs(() -> bridge.createCollection("/a", CollectionSettings.DEFAULT))
                    .failsWith(FuseVexfsError.ALREADY_EXISTS)
                    .withMessageContaining("/a");
            assertThatVexfs(() -> bridge.createCollection("/", L2)).failsWith(FuseVexfsError.ALREADY_EXISTS);
            assertThat(info(bridge, "/a").metric()).isEqualTo(DistanceMetric.L2);
        }
    }

    /** Names are absolute paths. */
    @ParameterizedTest
    @ValueSource(strings = {"", "words", "words/", "/a//b", "/a/../b", "/./a", "/a/"})
    default void createCollection_noAbsolutePath_isRefused(String name) {
        try (Bridge bridge = open()) {
            assertThatVexfs(() -> bridge.createCollection(name, L2))
                    .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                    .withMessageContaining("'" + name + "'");
            assertThat(bridge.collections()).hasSize(1);
        }
    }

    /** The first vector fixes the dimensions; once everything is gone, another may fix them anew. */
    @Test
    default void dimensions_notSet_followTheVectors() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            put(bridge, "/a", "x", 1, 2, 3);
            assertThat(info(bridge, "/a").dimensions()).isEqualTo(3);

            bridge.delete("/a", "x", Samples.NOBODY);
            assertThat(info(bridge, "/a").dimensions()).isEqualTo(0);

            put(bridge, "/a", "x", 1, 2, 3, 4);
            assertThat(info(bridge, "/a").dimensions()).isEqualTo(4);
        }
    }

    /** Settings may change while they fit what is there. */
    @Test
    default void changeCollection_fittingOrNot_isTakenOrRefused() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            bridge.changeCollection("/a", settings(DistanceMetric.DOT, 2));
            put(bridge, "/a", "x", 1, 2);

            assertThatVexfs(() -> bridge.changeCollection("/a", settings(DistanceMetric.DOT, 3)))
                    .failsWith(FuseVexfsError.NOT_EMPTY);
            assertThat(info(bridge, "/a").dimensions()).isEqualTo(2);
            assertThat(info(bridge, "/a").metric()).isEqualTo(DistanceMetric.DOT);
        }
    }

    /** Dropping takes the vectors along, and the name is free again. */
    @Test
    default void dropCollection_withVectors_removesBoth() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            put(bridge, "/a", "x", 1, 2);

            bridge.dropCollection("/a");

            assertThat(bridge.collection("/a")).isEmpty();
            bridge.createCollection("/a", L2);
            assertThat(info(bridge, "/a").size()).isZero();
            assertThat(bridge.get("/a", "x")).isEmpty();
        }
    }

    /** Neither the root nor a collection that holds the vectors of files can be dropped. */
    @Test
    default void dropCollection_rootOrWithFiles_isRefused() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            index(bridge, "/a/x.vec", 1, 1, 2);

            assertThatVexfs(() -> bridge.dropCollection("/a")).failsWith(FuseVexfsError.NOT_EMPTY);
            assertThatVexfs(() -> bridge.dropCollection("/")).failsWith(FuseVexfsError.INVALID_ARGUMENT);
            assertThat(bridge.get("/a", "/a/x.vec")).isPresent();
        }
    }

    /** Everything that names a collection says so if there is none. */
    @Test
    default void unknownCollection_anywhere_isNamed() {
        try (Bridge bridge = open()) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> bridge.open("/no"),
                    () -> put(bridge, "/no", "x", 1),
                    () -> bridge.get("/no", "x"),
                    () -> bridge.delete("/no", "x", Samples.NOBODY),
                    () -> bridge.dropCollection("/no"),
                    () -> bridge.changeCollection("/no", L2),
                    () -> bridge.forEach("/no", vector -> {}),
                    () -> bridge.forEachId("/no", id -> {}),
                    () -> Samples.search(bridge, near("/no", 1)))) {
                assertThatVexfs(call)
                        .failsWith(FuseVexfsError.COLLECTION_NOT_FOUND)
                        .withMessageContaining("/no");
            }
            assertThat(bridge.collection("/no")).isEmpty();
        }
    }

    /** A handle works on its collection, and closing it closes only the handle. */
    @Test
    default void open_handle_sharesTheBridge() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            VectorCollection handle = bridge.open("/a");
            handle.put("x", new float[] {1, 2});

            assertThat(handle.name()).isEqualTo("/a");
            assertThat(handle.metric()).isEqualTo(DistanceMetric.L2);
            assertThat(handle.dimensions()).isEqualTo(2);
            assertThat(handle.size()).isEqualTo(1);
            assertThat(handle.search(near("/", 1, 2).build()).hits()).hasSize(1);

            handle.close();
            handle.close();
            assertThatVexfs(() -> handle.get("x")).failsWith(FuseVexfsError.CLOSED);
            assertThat(bridge.get("/a", "x")).isPresent();
        }
    }
}
