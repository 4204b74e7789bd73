package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Recall against the exact search while what is inserted differs more and more from what codes were learnt from. */
class CodeDriftTest {
    private static final int DIMENSIONS = 48;
    private static final int STEPS = 6;
    private static final int STEP_VECTORS = 800;

    private final Random random = new Random(61);
    private VectorIndex index;
    private VectorIndex plain;

    @AfterEach
    void verify() {
        assertThat(GraphVerifier.verify(index).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"L2, INT8", "L2, INT4", "COSINE, INT8", "COSINE, INT4"})
    void search_meanThatWanders_keepsRecall(DistanceMetric metric, Quantization quantization) {
        float[] direction = gaussian(1);
        drift(metric, quantization, step -> {
            float[] vector = gaussian(1);
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] += step * direction[i];
            }
            return vector;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void search_scaleThatGrows_keepsRecall(Quantization quantization) {
        drift(DistanceMetric.L2, quantization, step -> gaussian(1 + step));
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void search_scaleThatShrinks_keepsRecall(Quantization quantization) {
        drift(DistanceMetric.L2, quantization, step -> gaussian(1f / (1 + step)));
    }

    /** As embeddings are: a few directions hold most of the variance, all vectors share an offset, topics come later. */
    @ParameterizedTest
    @CsvSource({"COSINE, INT8", "COSINE, INT4", "DOT, INT8", "DOT, INT4", "L2, INT8", "L2, INT4"})
    void search_embeddingsOfNewTopics_keepsRecall(DistanceMetric metric, Quantization quantization) {
        float[] offset = gaussian(0.5f);
        float[][] topics = new float[STEPS * 5][];
        for (int t = 0; t < topics.length; t++) {
            topics[t] = anisotropic(1);
        }
        drift(metric, quantization, step -> {
            float[] vector = anisotropic(0.6f);
            float[] topic = topics[step * 5 + random.nextInt(5)];
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] += topic[i] + offset[i];
            }
            return vector;
        });
    }

    private void drift(DistanceMetric metric, Quantization quantization, IntFunction<float[]> source) {
        index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        index.quantize(quantization);
        plain = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < STEP_VECTORS; i++) {
                float[] vector = source.apply(step);
                index.put(index.reserve(), vector);
                plain.put(plain.reserve(), vector);
            }
            index.linkPending(STEP_VECTORS);
            plain.linkPending(STEP_VECTORS);
            assertThat(index.codeBytes()).isPositive();
            requireRecall(source, step, false);
            requireRecall(source, step / 2, true);
        }
    }

    /** Nearly as many of the exact neighbours as the same graph gives in full precision, and not nearer than they are. */
    private void requireRecall(IntFunction<float[]> source, int step, boolean filtered) {
        int found = 0;
        int foundPlainly = 0;
        int queries = 60;
        for (int q = 0; q < queries; q++) {
            float[] query = source.apply(step);
            Selection selection = filtered ? Selection.except(q) : null;
            Neighbors exact = index.exact(query, Reach.nearest(10, 1), selection);
            Neighbors near = index.search(query, Reach.nearest(10, 100), selection);
            Neighbors full = plain.search(query, Reach.nearest(10, 100), selection);
            for (int rank = 0; rank < 10; rank++) {
                foundPlainly += Clusters.holds(full, exact.ordinal(rank)) ? 1 : 0;
                found += Clusters.holds(near, exact.ordinal(rank)) ? 1 : 0;
            }
            assertThat(near.distance(0)).isGreaterThanOrEqualTo(exact.distance(0));
        }
        // Four bits are coarse where the data has become finer than what was learnt from; a larger ef makes up for it.
        double lost = index.quantization() == Quantization.INT8 ? 0.02 : 0.05;
        assertThat(found / 10.0 / queries)
                .as("step %d, filtered %s, plainly %d of %d", step, filtered, foundPlainly, 10 * queries)
                .isGreaterThanOrEqualTo(Math.min(0.97, foundPlainly / 10.0 / queries) - lost);
    }

    private float[] gaussian(float deviation) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian() * deviation;
        }
        return vector;
    }

    private float[] anisotropic(float deviation) {
        float[] vector = gaussian(deviation);
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] *= (float) Math.pow(i + 1, -0.7);
        }
        return vector;
    }
}
