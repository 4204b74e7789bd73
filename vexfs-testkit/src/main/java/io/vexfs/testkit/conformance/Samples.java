package io.vexfs.testkit.conformance;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short words for what the suites do all the time. */
final class Samples {
    static final OperationContext NOBODY = OperationContext.none();
    static final CollectionSettings L2 = new CollectionSettings(DistanceMetric.L2, 0);

    private Samples() {}

    static CollectionSettings settings(DistanceMetric metric, int dimensions) {
        return new CollectionSettings(metric, dimensions);
    }

    static StoredVector vector(String id, float... components) {
        return new StoredVector(id, components, Metadata.empty());
    }

    static void put(Bridge bridge, String collection, String id, float... components) {
        bridge.put(collection, vector(id, components), NOBODY);
    }

    static FileStamp stamp(long fileId) {
        return new FileStamp(fileId, 10, 20, 30, 40);
    }

    /** Indexes a dedicated file of one row. */
    static VectorFile index(Bridge bridge, String path, long fileId, float... components) {
        return bridge.files().index(path, stamp(fileId), List.of(VectorRow.of(components)), true, NOBODY);
    }

    static VectorFile indexRows(Bridge bridge, String path, long fileId, float[]... vectors) {
        List<VectorRow> rows = Arrays.stream(vectors).map(VectorRow::of).toList();
        return bridge.files().index(path, stamp(fileId), rows, true, NOBODY);
    }

    static SearchRequest.Builder near(String collection, float... query) {
        return SearchRequest.nearest(query).collection(collection);
    }

    static SearchResult search(Bridge bridge, SearchRequest.Builder request) {
        return bridge.search(request.build(), NOBODY);
    }

    static CollectionInfo info(Bridge bridge, String collection) {
        return bridge.collection(collection).orElseThrow();
    }

    static List<String> ids(Bridge bridge, String collection) {
        List<String> ids = new ArrayList<>();
        bridge.forEach(collection, vector -> ids.add(vector.id()));
        ids.sort(null);
        return ids;
    }

    /** A collection {@code /c} under L2 with the points 0 to {@code count} − 1 on a line, as {@code v00}, {@code v01}… */
    static void line(Bridge bridge, int count) {
        bridge.createCollection("/c", L2);
        List<StoredVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(vector(String.format("v%02d", i), i, 1));
        }
        bridge.putAll("/c", vectors, NOBODY);
    }
}
