package io.vexfs.core.internal.format;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.util.Optional;
import java.util.function.Consumer;

/** The way of rows from a reader to its caller: all of one length, within the limits. */
final class RowSink {
    private final String name;
    private final Consumer<VectorRow> sink;
    private long rows;
    private int dimensions;

    RowSink(String name, Consumer<VectorRow> sink) {
        this.name = name;
        this.sink = sink;
    }

    static VexfsException invalid(String what, String place) {
        return new VexfsException(FuseVexfsError.INVALID_VECTOR, what + " (" + place + ")");
    }

    static VexfsException limit(String what, long max, String found, String place) {
        return new VexfsException(
                FuseVexfsError.LIMIT_REACHED,
                what + ": expected at most " + max + ", was " + found + " (" + place + ")");
    }

    static VexfsException notFinite(String found, String place) {
        return invalid("not finite: expected a number that a float can hold, was " + found, place);
    }

    void accept(float[] vector, String place) {
        accept(Optional.empty(), vector, Metadata.empty(), place);
    }

    void accept(Optional<String> id, float[] vector, Metadata metadata, String place) {
        if (rows == FormatLimits.ROWS_MAX) {
            throw limit("rows", FormatLimits.ROWS_MAX, "one more", place);
        }
        if (vector.length > Limits.DIMENSIONS_MAX) {
            throw limit("dimensions", Limits.DIMENSIONS_MAX, String.valueOf(vector.length), place);
        }
        if (dimensions == 0) {
            dimensions = vector.length;
        } else if (vector.length != dimensions) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + dimensions + " as in the first row, was " + vector.length + " ("
                            + place + ")");
        }
        rows++;
        sink.accept(new VectorRow(id, vector, metadata));
    }

    void requireRows() {
        if (rows == 0) {
            throw invalid("no vectors: expected at least 1 row, was 0", name);
        }
    }
}
