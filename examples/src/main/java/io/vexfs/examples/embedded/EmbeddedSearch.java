package io.vexfs.examples.embedded;

// region: imports
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorCollection;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
// endregion

/** Opens a store, puts three vectors, asks for the nearest two. */
public final class EmbeddedSearch {
    private EmbeddedSearch() {}

    /** Runs with the store in the directory that the first argument names. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        // region: embedding
        try (Vexfs db = Vexfs.open(directory)) {
            VectorCollection animals = db.collection("/animals", 3, DistanceMetric.COSINE);
            animals.put("cat", new float[] {0.9f, 0.1f, 0.0f}, Metadata.of("legs", 4));
            animals.put("dog", new float[] {0.8f, 0.3f, 0.0f}, Metadata.of("legs", 4));
            animals.put("duck", new float[] {0.1f, 0.2f, 0.9f}, Metadata.of("legs", 2));

            float[] query = {1, 0, 0};
            SearchRequest request = SearchRequest.nearest(query).k(2).build();
            animals.search(request).hits().forEach(hit -> System.out.println(hit.id() + " " + hit.distance()));
        }
        // endregion
    }
}
