package io.vexfs.examples.ownstore;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.conformance.VectorStoreConformance;

class MapStoreConformanceTest implements VectorStoreConformance {
    @Override
    public VectorStore open(DistanceMetric metric, int dimensions) {
        return new MapStore(metric, dimensions);
    }
}
