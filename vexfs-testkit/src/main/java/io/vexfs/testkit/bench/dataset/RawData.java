package io.vexfs.testkit.bench.dataset;

import io.vexfs.api.DistanceMetric;
import java.util.List;

/**
 * Vectors as they came out of a package.
 *
 * @param metric how distance is measured on them
 * @param base what is searched
 * @param queries the questions
 * @param source package and version
 */
record RawData(DistanceMetric metric, List<float[]> base, List<float[]> queries, String source) {}
