package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.testkit.data.TestVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Vectors far from all others, which are linked with few: a search of their own vectors finds them although it keeps fewer nodes than
 * the walk that linked them, and may end in another cluster.
 */
class FarVectorsTest {
    private static final int DIMENSIONS = 24;
    private static final int VECTORS = 20_000;
    private static final int CLUSTERS = 200;
    private static final int DIRECTIONS = 10;
    private static final int FAR = 20;
    private static final Reach FIRST = Reach.nearest(1, 64);

    private final VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 200, 42));
    private final List<Integer> saved = new ArrayList<>();

    private void fill() {
        for (float[] vector : TestVectors.clustered(VECTORS, DIMENSIONS, CLUSTERS, 13)) {
            index.put(index.reserve(), vector);
        }
        index.linkPending(VECTORS);
    }

    /** Saves vectors around a point far out; each has to find itself at once. */
    private void saveFar(int direction) {
        Random random = new Random(direction);
        float[] centre = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            centre[d] = (float) random.nextGaussian() * FAR;
        }
        for (int i = 0; i < FAR; i++) {
            float[] vector = centre.clone();
            for (int d = 0; d < DIMENSIONS; d++) {
                vector[d] += random.nextFloat();
            }
            int ordinal = index.reserve();
            index.put(ordinal, vector);
            index.link(ordinal);
            saved.add(ordinal);
            requireFound(ordinal, "direction " + direction + ", vector " + i);
        }
    }

    private void requireFound(int ordinal, String which) {
        Neighbors found = index.search(index.vector(ordinal), FIRST, null);
        assertThat(found.exact()).isFalse();
        assertThat(found.ordinal(0)).as(which).isEqualTo(ordinal);
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void link_farFromAllOthers_isFoundAtOnceAndLater(Quantization quantization) {
        fill();
        index.quantize(quantization);
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            saveFar(direction);
        }
        saved.forEach(ordinal -> requireFound(ordinal, "later"));
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    @Test
    void remove_ofFarVectors_leavesTheOthersFindable() {
        fill();
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            saveFar(direction);
        }
        for (int i = 0; i < saved.size(); i += 2) {
            float[] vector = index.vector(saved.get(i));
            index.remove(saved.get(i));
            assertThat(index.search(vector, FIRST, null).ordinal(0)).isNotEqualTo(saved.get(i));
        }
        for (int i = 1; i < saved.size(); i += 2) {
            requireFound(saved.get(i), "vector " + i);
        }
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }
}
