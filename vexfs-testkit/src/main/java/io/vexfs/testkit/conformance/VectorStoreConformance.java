package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link VectorStore} promises. Implement it in a test class and give the fixture. */
@ExtendWith(FixtureGuard.class)
public interface VectorStoreConformance {
    /**
     * A new, empty store that the test closes.
     *
     * @param dimensions 0: the first vector fixes them
     */
    VectorStore open(DistanceMetric metric, int dimensions);

    /** The shape is what was asked for, or what the first vector says. */
    @Test
    default void dimensions_setOrNot_areTheShape() {
        try (VectorStore store = open(DistanceMetric.DOT, 3)) {
            assertThat(store.dimensions()).isEqualTo(3);
            assertThat(store.metric()).isEqualTo(DistanceMetric.DOT);
        }
        try (VectorStore store = open(DistanceMetric.L2, 0)) {
            assertThat(store.dimensions()).isZero();
            store.put("x", new float[] {1, 2});
            assertThat(store.dimensions()).isEqualTo(2);
        }
    }

    /** Random puts, replacements and deletes: the store is what a map would be. */
    @Test
    default void randomWrites_always_agreeWithAMap() {
        Random random = new Random(23);
        List<float[]> vectors = TestVectors.uniform(400, 5, 24);
        Map<String, float[]> truth = new HashMap<>();
        try (VectorStore store = open(DistanceMetric.COSINE, 5)) {
            for (float[] vector : vectors) {
                String id = "v" + random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    assertThat(store.delete(id)).isEqualTo(truth.remove(id) != null);
                } else {
                    store.put(id, vector);
                    truth.put(id, vector);
                }
                assertThat(store.size()).isEqualTo(truth.size());
            }
            List<String> ids = new ArrayList<>();
            store.forEach(stored -> {
                ids.add(stored.id());
                assertThat(stored.vector()).isEqualTo(truth.get(stored.id()));
            });
            assertThat(ids).containsExactlyInAnyOrderElementsOf(truth.keySet());
        }
    }

    /** Vectors and metadata come back as they were; the caller's array is not shared. */
    @Test
    default void get_afterPut_isACopyOfWhatWasPut() {
        try (VectorStore store = open(DistanceMetric.COSINE, 2)) {
            float[] vector = {3, 4};
            store.put("x", vector, Metadata.of("n", 1));
            vector[0] = 99;

            StoredVector found = store.get("x").orElseThrow();

            assertThat(found.vector()).containsExactly(3, 4);
            assertThat(found.metadata()).isEqualTo(Metadata.of("n", 1));
            assertThat(store.get("y")).isEmpty();
        }
    }

    /** What is no vector of the store is refused by name, and nothing is changed. */
    @Test
    default void put_misuse_isNamedAndChangesNothing() {
        try (VectorStore store = open(DistanceMetric.COSINE, 2)) {
            assertThatVexfs(() -> store.put("x", new float[] {1}))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                    .withMessageContaining("expected 2", "was 1");
            assertThatVexfs(() -> store.put("x", new float[] {1, Float.NaN})).failsWith(FuseVexfsError.INVALID_VECTOR);
            assertThatVexfs(() -> store.put("x", new float[2])).failsWith(FuseVexfsError.INVALID_VECTOR);
            assertThatVexfs(() -> store.put("", new float[] {1, 2})).failsWith(FuseVexfsError.INVALID_ARGUMENT);
            assertThatVexfs(() -> store.put("x".repeat(Limits.ID_BYTES_MAX + 1), new float[] {1, 2}))
                    .failsWith(FuseVexfsError.INVALID_ARGUMENT);
            assertThat(store.size()).isZero();
        }
    }

    /** What would make distances leave the floats is no vector either. */
    @Test
    default void put_tooLargeForTheMetric_isRefused() {
        try (VectorStore store = open(DistanceMetric.L2, 2)) {
            assertThatVexfs(() -> store.put("x", new float[] {1, Float.MAX_VALUE}))
                    .failsWith(FuseVexfsError.INVALID_VECTOR);
            assertThat(store.size()).isZero();
        }
    }

    /** Sync may come at any time; close twice; then everything is refused. */
    @Test
    default void close_twice_thenEverythingIsClosed() {
        VectorStore store = open(DistanceMetric.L2, 2);
        store.sync();
        store.put("x", new float[] {1, 2});
        store.sync();
        store.close();
        store.close();

        assertThatVexfs(() -> store.get("x")).failsWith(FuseVexfsError.CLOSED);
        assertThatVexfs(() -> store.put("x", new float[] {1, 2})).failsWith(FuseVexfsError.CLOSED);
        assertThatVexfs(() -> store.delete("x")).failsWith(FuseVexfsError.CLOSED);
        assertThatVexfs(() -> store.forEach(stored -> {})).failsWith(FuseVexfsError.CLOSED);
        assertThatVexfs(store::size).failsWith(FuseVexfsError.CLOSED);
        assertThatVexfs(store::sync).failsWith(FuseVexfsError.CLOSED);
    }

    /** What several threads see of an id can be explained by some order of their calls. */
    @Test
    default void concurrentCalls_always_areLinearizable() {
        ConcurrentCalls.check(1, 12, false, () -> new StoreNumbers(open(DistanceMetric.L2, 1)));
    }

    /** What an unfixed shape is afterwards: the first vector's, for whoever comes then. */
    @Test
    default void put_otherLengthThanTheFirst_isRefused() {
        try (VectorStore store = open(DistanceMetric.L2, 0)) {
            store.put("x", new float[] {1, 2});
            assertThatVexfs(() -> store.put("y", new float[] {1, 2, 3}))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                    .withMessageContaining("expected 2", "was 3");
            assertThat(store.get("y")).isEmpty();
        }
    }

    /** A store of numbers. */
    final class StoreNumbers implements ConcurrentCalls.Target {
        private final VectorStore store;

        private StoreNumbers(VectorStore store) {
            this.store = store;
        }

        @Override
        public void put(String id, int value) {
            store.put(id, new float[] {value});
        }

        @Override
        public boolean delete(String id) {
            return store.delete(id);
        }

        @Override
        public OptionalInt value(String id) {
            return store.get(id)
                    .map(found -> OptionalInt.of(Math.round(found.vector()[0])))
                    .orElse(OptionalInt.empty());
        }

        @Override
        public Map<String, Integer> all() {
            throw new UnsupportedOperationException("a store has no search");
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
