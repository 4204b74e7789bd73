package io.vexfs.core;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.conformance.VectorStoreConformance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class VexfsStoreConformanceTest implements VectorStoreConformance {
    private final List<Vexfs> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @Override
    public VectorStore open(DistanceMetric metric, int dimensions) {
        Vexfs db = Vexfs.open(directory.resolve("store-" + opened.size()));
        opened.add(db);
        db.bridge().createCollection("/store", new CollectionSettings(metric, dimensions));
        return db.collection("/store");
    }

    @AfterEach
    void close() {
        opened.forEach(Vexfs::close);
    }
}
