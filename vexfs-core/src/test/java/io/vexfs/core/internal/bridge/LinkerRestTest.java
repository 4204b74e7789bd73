package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.BridgeConfig;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.log.CollectionState;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Linking in a burst of files, by a clock that stands: the burst lasts until somebody asks. */
@Timeout(600)
class LinkerRestTest {
    private static final int LARGE_DIMENSIONS = 4_096;
    /** How many vectors of so many dimensions may wait in a burst. */
    private static final int LARGE_MAX = 1_024;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    /** How often a linking thread looked at the clock of the burst. */
    private final AtomicInteger looks = new AtomicInteger();

    private final Burst burst = new Burst(() -> {
        if (Thread.currentThread().getName().startsWith("vexfs-linker-")) {
            looks.incrementAndGet();
        }
        return nanos.get();
    });
    private LiveCollections collections = new LiveCollections(Path.of(""));
    private Linker linker = linker(1);

    private Linker linker(int batch) {
        return new Linker(
                new StoreState(new Catalog(), collections),
                new SyncFailures(),
                BridgeConfig.DEFAULT.toBuilder().linkThreads(2).batchSize(batch).build(),
                false,
                () -> 0,
                () -> 0,
                burst);
    }

    private LiveCollection begin(int dimensions, int batch, VectorStorage storage) {
        collections = new LiveCollections(directory);
        linker = linker(batch);
        burst.stored();
        assertThat(burst.lasts()).isTrue();
        linker.start();
        CollectionState state =
                new CollectionState(7, 0, DistanceMetric.L2, dimensions, true, 4, 8, 3, Quantization.NONE, storage);
        collections.made(state);
        return collections.all().iterator().next();
    }

    @AfterEach
    void end() {
        linker.stop();
        collections.close();
    }

    private void storeFiles(LiveCollection collection, int files) {
        for (int i = 0; i < files; i++) {
            float[] vector = new float[collection.state().dimensions()];
            vector[i % vector.length] = i + 1f;
            int ordinal = collection.index().reserve();
            collection.index().put(ordinal, vector);
            linker.stored(collection, 1, true);
        }
    }

    /** Until threads that link have looked whether they may so often that they would have, if they might. */
    private void awaitLooks() {
        int before = looks.get();
        while (looks.get() < before + 8) {
            Thread.onSpinWait();
        }
    }

    private static void awaitPending(LiveCollection collection, int most) {
        while (collection.pending() > most) {
            Thread.onSpinWait();
        }
    }

    @Test
    void filesInABurst_stayPendingUntilSomebodySearches() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        storeFiles(collection, 20);
        awaitLooks();
        assertThat(collection.pending()).isEqualTo(20);
        linker.searched();
        awaitPending(collection, 0);
    }

    @Test
    void filesInABurst_stayPendingUntilSomebodyWaitsForLinks() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        storeFiles(collection, 20);
        awaitLooks();
        assertThat(collection.pending()).isEqualTo(20);
        linker.linkAll();
        assertThat(collection.pending()).isZero();
    }

    @Test
    void filesInABurst_areLinkedWhenItEnds() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        storeFiles(collection, 20);
        awaitLooks();
        assertThat(collection.pending()).isEqualTo(20);
        // A window with enough files goes on, one with none ends it.
        nanos.addAndGet(Burst.WINDOW_NANOS);
        awaitLooks();
        assertThat(collection.pending()).isEqualTo(20);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        awaitPending(collection, 0);
    }

    @Test
    void filesInABurst_beyondTheBatchesThatMayWait_areLinked() {
        LiveCollection collection = begin(2, 1, VectorStorage.HEAP);
        storeFiles(collection, 20);
        awaitPending(collection, 16);
        awaitLooks();
        // Two threads may link one at once.
        assertThat(collection.pending()).isBetween(15, 16);
    }

    @Test
    void filesInABurst_beyondTheBytesThatASearchScansInAMoment_areLinked() {
        LiveCollection collection = begin(LARGE_DIMENSIONS, 1_000, VectorStorage.HEAP);
        storeFiles(collection, LARGE_MAX + 1);
        awaitPending(collection, LARGE_MAX);
        awaitLooks();
        // Each of two threads links sixteen before it looks again.
        assertThat(collection.pending()).isBetween(LARGE_MAX - 32, LARGE_MAX);
    }

    @Test
    void filesInABurst_whoseVectorsAreMapped_areLinkedAtOnce() {
        LiveCollection collection = begin(2, 100, VectorStorage.MAPPED);
        storeFiles(collection, 20);
        awaitPending(collection, 0);
    }

    @Test
    void writer_farAheadInABurst_linksToo() {
        LiveCollection collection = begin(2, 1, VectorStorage.HEAP);
        linker.stop();
        storeFiles(collection, 100);
        // Nobody else links. Sixteen batches of a burst and four of any writer's, of one vector each.
        assertThat(collection.pending()).isLessThanOrEqualTo(20);
    }
}
