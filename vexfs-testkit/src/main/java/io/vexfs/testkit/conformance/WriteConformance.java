package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.ids;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.info;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.assertions.VexfsAssertions;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a bridge promises about put, get and delete; part of {@link BridgeConformance}. */
public interface WriteConformance extends BridgeFixture {
    /** What was put is read back as it was, not normalised. */
    @Test
    default void get_afterPut_isWhatWasPut() {
        try (Bridge bridge = open()) {
            Metadata metadata = Metadata.of(Map.of("lang", "en", "year", 2026L, "score", 0.5, "ok", true));
            bridge.put("/", new StoredVector("häuser/1#2%", new float[] {3, -4, 1e-7f}, metadata), NOBODY);

            StoredVector found = bridge.get("/", "häuser/1#2%").orElseThrow();

            assertThat(found.id()).isEqualTo("häuser/1#2%");
            assertThat(found.vector()).containsExactly(3, -4, 1e-7f);
            assertThat(found.metadata()).isEqualTo(metadata);
            assertThat(bridge.get("/", "häuser")).isEmpty();
        }
    }

    /** Finite components of any size are kept bit by bit. */
    @Test
    default void get_adversarialVectors_areKeptBitByBit() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            List<float[]> vectors = TestVectors.adversarial(5);
            for (int i = 0; i < vectors.size(); i++) {
                put(bridge, "/c", "v" + i, vectors.get(i));
            }
            for (int i = 0; i < vectors.size(); i++) {
                assertThat(bridge.get("/c", "v" + i).orElseThrow().vector()).isEqualTo(vectors.get(i));
            }
        }
    }

    /** A second put of an id replaces the first: old content is found no more. */
    @Test
    default void put_sameId_replaces() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            put(bridge, "/c", "x", 0, 0);
            put(bridge, "/c", "y", 5, 5);
            put(bridge, "/c", "x", 9, 9);

            assertThat(info(bridge, "/c").size()).isEqualTo(2);
            assertThat(bridge.get("/c", "x").orElseThrow().vector()).containsExactly(9, 9);
            VexfsAssertions.assertThat(search(bridge, near("/c", 0, 0))).hasIds("y", "x");
        }
    }

    /** What was deleted is gone everywhere, and the second delete says so. */
    @Test
    default void delete_stored_isGoneEverywhere() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            put(bridge, "/c", "x", 0, 0);
            put(bridge, "/c", "y", 5, 5);

            assertThat(bridge.delete("/c", "x", NOBODY)).isTrue();

            assertThat(bridge.delete("/c", "x", NOBODY)).isFalse();
            assertThat(bridge.get("/c", "x")).isEmpty();
            assertThat(info(bridge, "/c").size()).isEqualTo(1);
            assertThat(ids(bridge, "/c")).containsExactly("y");
            VexfsAssertions.assertThat(search(bridge, near("/c", 0, 0))).hasIds("y");
            VexfsAssertions.assertThat(search(bridge, near("/c", 0, 0).exact(true)))
                    .hasIds("y");
        }
    }

    /** What was deleted may come back. */
    @Test
    default void put_afterDelete_isThereAgain() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            for (int round = 0; round < 5; round++) {
                put(bridge, "/c", "x", round, 1);
                put(bridge, "/c", "y", 100, 1);
                VexfsAssertions.assertThat(search(bridge, near("/c", 0, 1))).hasIds("x", "y");
                assertThat(bridge.delete("/c", "x", NOBODY)).isTrue();
            }
            assertThat(ids(bridge, "/c")).containsExactly("y");
        }
    }

    /** A file's vector goes with its file alone. */
    @Test
    default void delete_ofFileVector_isFalseAndKeepsIt() {
        try (Bridge bridge = open()) {
            index(bridge, "/x.vec", 1, 1, 2);

            assertThat(bridge.delete("/", "/x.vec", NOBODY)).isFalse();
            assertThat(bridge.get("/", "/x.vec")).isPresent();
        }
    }

    /** Many at once: all are there. */
    @Test
    default void putAll_many_areAllThere() {
        try (Bridge bridge = open()) {
            List<StoredVector> vectors = new ArrayList<>();
            for (float[] components : TestVectors.uniform(500, 8, 3)) {
                vectors.add(vector("v" + vectors.size(), components));
            }
            bridge.putAll("/", vectors, NOBODY);
            bridge.putAll("/", List.of(), NOBODY);

            assertThat(info(bridge, "/").size()).isEqualTo(500);
            for (StoredVector stored : vectors) {
                assertThat(bridge.get("/", stored.id()).orElseThrow().vector()).isEqualTo(stored.vector());
            }
        }
    }

    /** One bad vector: none is stored, and nothing that was there is touched. */
    @Test
    default void putAll_oneIsRefused_storesNone() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            put(bridge, "/c", "a", 7, 7);

            assertThatVexfs(() -> bridge.putAll("/c", List.of(vector("a", 1, 1), vector("b", 1, 2, 3)), NOBODY))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH);
            assertThatVexfs(() -> bridge.putAll("/c", List.of(vector("b", 1, 1), vector("c", 1, Float.NaN)), NOBODY))
                    .failsWith(FuseVexfsError.INVALID_VECTOR);

            assertThat(ids(bridge, "/c")).containsExactly("a");
            assertThat(bridge.get("/c", "a").orElseThrow().vector()).containsExactly(7, 7);
        }
    }

    /** A refused first vector does not fix the dimensions. */
    @Test
    default void putAll_refusedFirst_fixesNoDimensions() {
        try (Bridge bridge = open()) {
            assertThatVexfs(() -> bridge.putAll("/", List.of(vector("a", 1, 1), vector("b", 1, 2, 3)), NOBODY))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH);

            assertThat(info(bridge, "/").dimensions()).isZero();
            put(bridge, "/", "a", 1, 2, 3);
        }
    }

    /** Vectors that are none, and the message that says why. */
    @Test
    default void put_badVectors_areNamed() {
        try (Bridge bridge = open()) {
            put(bridge, "/", "first", 1, 2);

            assertThatVexfs(() -> put(bridge, "/", "x", 1, 2, 3))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                    .withMessageContaining("expected 2", "was 3");
            assertThatVexfs(() -> put(bridge, "/", "x")).failsWith(FuseVexfsError.DIMENSION_MISMATCH);
            assertThatVexfs(() -> put(bridge, "/", "x", 1, Float.NaN))
                    .failsWith(FuseVexfsError.INVALID_VECTOR)
                    .withMessageContaining("NaN");
            assertThatVexfs(() -> put(bridge, "/", "x", Float.POSITIVE_INFINITY, 0))
                    .failsWith(FuseVexfsError.INVALID_VECTOR)
                    .withMessageContaining("Infinity");
            assertThatVexfs(() -> put(bridge, "/", "x", 0, -0f)).failsWith(FuseVexfsError.INVALID_VECTOR);
            assertThat(ids(bridge, "/")).containsExactly("first");
        }
    }

    /** A zero vector is one, except under cosine; no components are never a vector. */
    @Test
    default void put_zeroOrEmptyVector_dependsOnTheMetric() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            put(bridge, "/c", "zero", 0, 0);
            assertThat(bridge.get("/c", "zero")).isPresent();

            bridge.createCollection("/d", CollectionSettings.DEFAULT);
            assertThatVexfs(() -> put(bridge, "/d", "x")).failsWith(FuseVexfsError.INVALID_VECTOR);
        }
    }

    /** Vectors beyond the limits: too long, or so large that distances would not be finite. */
    @Test
    default void put_beyondLimits_isRefused() {
        try (Bridge bridge = open()) {
            for (DistanceMetric metric : List.of(DistanceMetric.L2, DistanceMetric.DOT)) {
                String name = "/" + metric.text();
                bridge.createCollection(name, Samples.settings(metric, 0));
                float[] longest = new float[Limits.DIMENSIONS_MAX + 1];
                longest[0] = 1;
                assertThatVexfs(() -> put(bridge, name, "x", longest))
                        .failsWith(FuseVexfsError.INVALID_VECTOR)
                        .withMessageContaining("65536", "65537");
                assertThatVexfs(() -> put(bridge, name, "x", 1, Float.MAX_VALUE))
                        .failsWith(FuseVexfsError.INVALID_VECTOR)
                        .withMessageContaining("squares");
                assertThat(ids(bridge, name)).isEmpty();
                put(bridge, name, "x", 1, 1e15f);
            }
            put(bridge, "/", "x", 1, Float.MAX_VALUE);
        }
    }

    /** Ids from 1 byte to the limit. */
    @Test
    default void put_idsAtTheLimits_areTakenOrRefused() {
        try (Bridge bridge = open()) {
            String longest = "i".repeat(Limits.ID_BYTES_MAX);
            put(bridge, "/", longest, 1, 2);
            assertThat(bridge.get("/", longest)).isPresent();

            assertThatVexfs(() -> put(bridge, "/", "", 1, 2)).failsWith(FuseVexfsError.INVALID_ARGUMENT);
            assertThatVexfs(() -> put(bridge, "/", longest + "i", 1, 2))
                    .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                    .withMessageContaining("1024", "1025");
        }
    }

    /** The same id in two collections is two vectors. */
    @Test
    default void put_sameIdInTwoCollections_areTwo() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            bridge.createCollection("/b", L2);
            put(bridge, "/a", "x", 1, 2);
            put(bridge, "/b", "x", 1, 2, 3);

            bridge.delete("/a", "x", NOBODY);

            assertThat(bridge.get("/b", "x").orElseThrow().vector()).containsExactly(1, 2, 3);
        }
    }

    /** {@code forEachId} leaves the vectors of files out, {@code forEach} does not. */
    @Test
    default void forEach_filesAndOthers_areToldApart() {
        try (Bridge bridge = open()) {
            put(bridge, "/", "own", 1, 2);
            index(bridge, "/x.vec", 1, 1, 2);
            List<String> ownIds = new ArrayList<>();

            bridge.forEachId("/", ownIds::add);

            assertThat(ownIds).containsExactly("own");
            assertThat(ids(bridge, "/")).containsExactly("/x.vec", "own");
        }
    }
}
