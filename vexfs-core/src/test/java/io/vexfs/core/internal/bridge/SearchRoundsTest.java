package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches that ask for more in each round end, however many vectors there are. */
class SearchRoundsTest {
    private static final int VECTORS = 40;

    @TempDir
    private Path directory;

    @Test
    @Timeout(600)
    void search_equalsAndHiddenOnes_endsAtEverySize() {
        try (Vexfs store = Vexfs.open(directory.resolve("store"))) {
            Bridge bridge = store.bridge();
            bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 2));
            for (int size = 1; size <= VECTORS; size++) {
                bridge.put(
                        "/c",
                        new StoredVector("id" + size, new float[] {1, 1}, Metadata.empty()),
                        OperationContext.none());
                for (int ef = 1; ef <= 20; ef++) {
                    SearchRequest.Builder request = SearchRequest.nearest(new float[] {0, 0})
                            .collection("/c")
                            .k(Math.min(ef, 5))
                            .ef(ef);
                    assertThat(bridge.search(request.build(), OperationContext.none())
                                    .hits())
                            .hasSize(Math.min(size, Math.min(ef, 5)));
                    assertThat(bridge.search(request.visible(path -> false).build(), OperationContext.none())
                                    .hits())
                            .hasSizeLessThanOrEqualTo(5);
                }
            }
        }
    }
}
