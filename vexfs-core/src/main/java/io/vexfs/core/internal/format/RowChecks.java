package io.vexfs.core.internal.format;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;

/** What rows must be before they are written: at least one, all of one length, finite. */
final class RowChecks {
    private int dimensions;
    private long rows;

    /** The components of a row that may be written. */
    float[] next(VectorRow row) {
        float[] vector = row.vector();
        if (vector.length == 0) {
            throw RowSink.invalid("no components: expected at least 1, was 0", "row " + rows);
        }
        if (rows > 0 && vector.length != dimensions) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + dimensions + " as in the first row, was " + vector.length
                            + " (row " + rows + ")");
        }
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                throw RowSink.notFinite(String.valueOf(component), "row " + rows);
            }
        }
        dimensions = vector.length;
        rows++;
        return vector;
    }

    int dimensions() {
        return dimensions;
    }

    long rows() {
        return rows;
    }

    void requireRows() {
        if (rows == 0) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "rows to write: expected at least 1, was 0");
        }
    }
}
