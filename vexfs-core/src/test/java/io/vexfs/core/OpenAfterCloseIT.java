package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * What opening does after a clean close. {@code -Dvexfs.test.open.vectors=1000000} measures it at the size that a promise
 * is made for; that takes some minutes and 3 GB of heap.
 */
class OpenAfterCloseIT {
    private static final int VECTORS = Integer.getInteger("vexfs.test.open.vectors", 50_000);
    private static final int PROMISED_VECTORS = 1_000_000;
    private static final Duration PROMISED = Duration.ofSeconds(3);
    private static final int DIMENSIONS = 128;
    private static final int BATCH = 1_000;
    private static final VexfsConfig CONFIG =
            VexfsConfig.DEFAULT.toBuilder().hnsw(new HnswParameters(16, 16, 1)).build();

    @TempDir
    Path directory;

    @Test
    void open_afterCleanClose_linksNothingAndReadsNoLog(TestReporter reporter) {
        Path path = directory.resolve("store");
        float[] last = fill(path, VECTORS);
        try (Vexfs store = Vexfs.open(path, CONFIG)) {
            RecoveryReport report = store.recoveryReport();
            reporter.publishEntry(
                    "opened " + VECTORS + " vectors in ms", "" + report.took().toMillis());
            assertThat(report.cleanEnd()).isTrue();
            assertThat(report.logRecordsRead()).isZero();
            assertThat(report.vectorsLinked()).isZero();
            assertThat(store.bridge().syncStatus().pending()).isZero();
            assertThat(nearest(store.bridge(), last)).isEqualTo("" + (VECTORS - 1));
            if (VECTORS >= PROMISED_VECTORS) {
                assertThat(report.took()).isLessThan(PROMISED);
            }
        }
    }

    @Test
    void open_mapDamagedWhileClosed_isMadeAgainFromTheLog() throws IOException {
        Path path = directory.resolve("store");
        float[] last = fill(path, BATCH);
        damage(path.resolve("map"), last);
        try (Vexfs store = Vexfs.open(path, CONFIG)) {
            assertThat(store.bridge().get("/c", "" + (BATCH - 1)).orElseThrow().vector())
                    .containsExactly(last);
        }
    }

    /** Returns the last vector. */
    private static float[] fill(Path path, int count) {
        List<float[]> vectors = TestVectors.uniform(count, DIMENSIONS, 5);
        try (Vexfs store = Vexfs.open(path, CONFIG)) {
            Bridge bridge = store.bridge();
            bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
            for (int from = 0; from < count; from += BATCH) {
                List<StoredVector> batch = new ArrayList<>();
                for (int row = from; row < Math.min(count, from + BATCH); row++) {
                    batch.add(new StoredVector("" + row, vectors.get(row), Metadata.empty()));
                }
                bridge.putAll("/c", batch, OperationContext.none());
            }
        }
        return vectors.get(count - 1);
    }

    private static String nearest(Bridge bridge, float[] query) {
        // The graph is rough and differs from run to run: with 100 one such search in 150 misses, with 400 one in some
        // thousand.
        SearchResult found = bridge.search(
                SearchRequest.nearest(query).collection("/c").k(1).ef(3_000).build(), OperationContext.none());
        return found.hits().get(0).id();
    }

    /** Changes a byte of a vector where it lies in the map. */
    private static void damage(Path map, float[] vector) throws IOException {
        ByteBuffer wanted = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        wanted.asFloatBuffer().put(vector);
        List<Path> volumes;
        try (Stream<Path> files = Files.list(map)) {
            volumes = files.toList();
        }
        int damaged = 0;
        for (Path volume : volumes) {
            byte[] bytes = Files.readAllBytes(volume);
            for (int at = 0; at + wanted.capacity() <= bytes.length; at++) {
                if (bytes[at] == wanted.get(0)
                        && Arrays.equals(bytes, at, at + wanted.capacity(), wanted.array(), 0, wanted.capacity())) {
                    bytes[at] ^= 1;
                    damaged++;
                }
            }
            Files.write(volume, bytes);
        }
        assertThat(damaged).isEqualTo(1);
    }
}
