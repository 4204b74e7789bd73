package io.vexfs.testkit.bench;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.data.VectorSource;
import java.io.IOException;
import java.util.List;

/** A data set in memory: what is searched, the questions and the true answers. Immutable as long as its arrays are. */
public final class AnnData {
    /** Neighbours asked for and judged. */
    public static final int K = 10;

    private final DistanceMetric metric;
    private final List<float[]> base;
    private final List<float[]> queries;
    private final List<int[]> truth;

    /**
     * A data set of these rows; the arrays are kept, not copied.
     *
     * @throws VexfsException {@code DIMENSION_MISMATCH}, {@code INVALID_VECTOR} or {@code INVALID_ARGUMENT} if they do
     *     not belong together
     */
    public AnnData(DistanceMetric metric, List<float[]> base, List<float[]> queries, List<int[]> truth) {
        this(metric, base, queries, truth, "base", "query", "truth");
    }

    private AnnData(
            DistanceMetric metric,
            List<float[]> base,
            List<float[]> queries,
            List<int[]> truth,
            String baseName,
            String queryName,
            String truthName) {
        this.metric = metric;
        this.base = List.copyOf(base);
        this.queries = List.copyOf(queries);
        this.truth = List.copyOf(truth);
        if (base.size() < K) {
            throw wrong(baseName + ": expected " + K + " vectors or more, was " + base.size());
        }
        if (queries.isEmpty()) {
            throw wrong(queryName + ": expected queries, was an empty file");
        }
        requireVectors(baseName, this.base, base.get(0).length);
        requireVectors(queryName, this.queries, base.get(0).length);
        if (truth.size() != queries.size()) {
            throw wrong(truthName + ": expected " + queries.size() + " rows, one a query, was " + truth.size());
        }
        for (int row = 0; row < truth.size(); row++) {
            requireTruth(truthName + " row " + row, truth.get(row));
        }
    }

    /**
     * Reads a data set.
     *
     * @throws IOException if a file cannot be read, or ends within a row
     * @throws VexfsException if the files do not belong together
     */
    public static AnnData load(AnnFiles files, DistanceMetric metric) throws IOException {
        return new AnnData(
                metric,
                VectorSource.vectors(files.base(), Integer.MAX_VALUE),
                VectorSource.vectors(files.query(), Integer.MAX_VALUE),
                VectorSource.numbers(files.truth(), Integer.MAX_VALUE),
                files.base().toString(),
                files.query().toString(),
                files.truth().toString());
    }

    private void requireVectors(String name, List<float[]> vectors, int dimensions) {
        for (int row = 0; row < vectors.size(); row++) {
            float[] vector = vectors.get(row);
            if (vector.length != dimensions) {
                throw new VexfsException(
                        FuseVexfsError.DIMENSION_MISMATCH,
                        "dimension mismatch: expected " + dimensions + ", was " + vector.length + " (" + name + " row "
                                + row + ")");
            }
            requireBits(name, row, vector);
            double squares = 0;
            for (float component : vector) {
                squares += (double) component * component;
            }
            if (!Double.isFinite(squares)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR, name + " row " + row + ": expected finite numbers");
            }
            if (squares == 0 && metric == DistanceMetric.COSINE) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR,
                        name + " row " + row + ": expected a direction for the metric cosine, was the zero vector");
            }
        }
    }

    private void requireBits(String name, int row, float[] vector) {
        for (int i = 0; metric.bits() && i < vector.length; i++) {
            if (vector[i] != 0 && vector[i] != 1) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR,
                        name + " row " + row + ": expected 0 or 1 for " + metric.text() + ", was " + vector[i]
                                + " in component " + i);
            }
        }
    }

    private void requireTruth(String place, int[] rows) {
        if (rows.length < K) {
            throw wrong(place + ": expected " + K + " neighbours or more, was " + rows.length);
        }
        for (int column = 0; column < K; column++) {
            if (rows[column] < 0 || rows[column] >= base.size()) {
                throw wrong(place + " column " + column + ": expected a row of the base, 0 to " + (base.size() - 1)
                        + ", was " + rows[column]);
            }
        }
    }

    private static VexfsException wrong(String message) {
        return new VexfsException(FuseVexfsError.INVALID_ARGUMENT, message);
    }

    /** How distance is measured. */
    public DistanceMetric metric() {
        return metric;
    }

    /** Components of each vector. */
    public int dimensions() {
        return base.get(0).length;
    }

    /** What is searched. */
    public List<float[]> base() {
        return base;
    }

    /** The questions. */
    public List<float[]> queries() {
        return queries;
    }

    /** For each question the rows of its true neighbours, best first. */
    public List<int[]> truth() {
        return truth;
    }

    /** One line that says what this is. */
    public String description() {
        return "vectors=" + base.size() + " dimensions=" + dimensions() + " metric=" + metric.text() + " queries="
                + queries.size();
    }
}
