package io.vexfs.testkit.model;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.conformance.VectorStoreConformance;

class MemoryStoreConformanceTest implements VectorStoreConformance {
    @Override
    public VectorStore open(DistanceMetric metric, int dimensions) {
        MemoryBridge bridge = new MemoryBridge();
        bridge.createCollection("/store", new CollectionSettings(metric, dimensions));
        return bridge.open("/store");
    }
}
