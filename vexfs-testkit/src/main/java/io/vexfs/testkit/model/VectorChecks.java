package io.vexfs.testkit.model;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;

/** What a vector and an id must be before they are stored or asked for. */
final class VectorChecks {
    /** So that no distance leaves the floats. */
    private static final float SQUARES_MAX = Float.MAX_VALUE / 4;

    private VectorChecks() {}

    /** @param dimensions the collection's, 0 while nothing has fixed them */
    static void requireVector(float[] vector, int dimensions, DistanceMetric metric, String place) {
        if (dimensions > 0 && vector.length != dimensions) {
            throw mismatch(dimensions, vector.length, place);
        }
        if (vector.length == 0) {
            throw invalid("expected at least 1 component, was 0", place);
        }
        if (vector.length > Limits.DIMENSIONS_MAX) {
            throw invalid("expected at most " + Limits.DIMENSIONS_MAX + " dimensions, was " + vector.length, place);
        }
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw invalid("expected a finite number, was " + vector[i] + " at component " + i, place);
            }
            if (metric.bits() && vector[i] != 0 && vector[i] != 1) {
                throw invalid("expected 0 or 1 for " + metric.text() + ", was " + vector[i], place);
            }
            squares += (double) vector[i] * vector[i];
        }
        if (metric != DistanceMetric.COSINE && squares > SQUARES_MAX) {
            throw invalid("expected squares that sum to at most " + SQUARES_MAX + ", was " + squares, place);
        }
        if (metric == DistanceMetric.COSINE && allZero(vector)) {
            throw invalid("expected a direction for cosine, was all zero", place);
        }
    }

    static VexfsException mismatch(int expected, int found, String place) {
        return new VexfsException(
                FuseVexfsError.DIMENSION_MISMATCH,
                "dimension mismatch: expected " + expected + ", was " + found + " (" + place + ")");
    }

    private static VexfsException invalid(String what, String place) {
        return new VexfsException(FuseVexfsError.INVALID_VECTOR, "invalid vector: " + what + " (" + place + ")");
    }

    static boolean allZero(float[] vector) {
        for (float component : vector) {
            if (component != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean allBits(float[] vector) {
        for (float component : vector) {
            if (component != 0 && component != 1) {
                return false;
            }
        }
        return true;
    }

    static void requireId(String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > Limits.ID_BYTES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "id: expected 1 to " + Limits.ID_BYTES_MAX + " bytes, was " + bytes);
        }
    }
}
