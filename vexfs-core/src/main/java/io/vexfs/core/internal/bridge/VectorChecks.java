package io.vexfs.core.internal.bridge;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;

/** What a vector and an id must be. */
final class VectorChecks {
    /** So that neither inner product nor squared distance of any two vectors leaves the floats. */
    private static final float SQUARES_MAX = Float.MAX_VALUE / 4;

    private VectorChecks() {}

    /** Checks a vector; {@code dimensions} is 0 where nothing has fixed it. */
    static void requireVector(float[] vector, int dimensions, DistanceMetric metric, String place) {
        if (dimensions != 0 && vector.length != dimensions) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + dimensions + ", was " + vector.length + " (" + place + ")");
        }
        if (vector.length == 0 || vector.length > Limits.DIMENSIONS_MAX) {
            throw invalid("expected 1 to " + Limits.DIMENSIONS_MAX + " dimensions, was " + vector.length, place);
        }
        double squares = squares(vector);
        if (!Double.isFinite(squares) || metric.bits()) {
            requireComponents(vector, metric, place);
        }
        if (metric != DistanceMetric.COSINE && squares > SQUARES_MAX) {
            throw invalid("expected squares that sum to at most " + SQUARES_MAX + ", was " + squares, place);
        }
        if (metric == DistanceMetric.COSINE && squares == 0) {
            throw invalid("expected a direction for cosine, was a zero vector", place);
        }
    }

    /** Not finite where a component is not: no square of a finite float leaves the doubles. */
    private static double squares(float[] vector) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (int end = vector.length - 1; i < end; i += 2) {
            even += (double) vector[i] * vector[i];
            odd += (double) vector[i + 1] * vector[i + 1];
        }
        return i < vector.length ? even + odd + (double) vector[i] * vector[i] : even + odd;
    }

    private static void requireComponents(float[] vector, DistanceMetric metric, String place) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw invalid("expected a finite number, was " + vector[i] + " at component " + i, place);
            }
            if (metric.bits() && vector[i] != 0 && vector[i] != 1) {
                throw invalid(
                        "expected 0 or 1 for " + metric.text() + ", was " + vector[i] + " at component " + i, place);
            }
        }
    }

    private static VexfsException invalid(String why, String place) {
        return new VexfsException(FuseVexfsError.INVALID_VECTOR, "invalid vector: " + why + " (" + place + ")");
    }

    static void requireId(String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > Limits.ID_BYTES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "id: expected 1 to " + Limits.ID_BYTES_MAX + " bytes, was " + bytes);
        }
    }
}
