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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private final AtomicInteger searching = new AtomicInteger();
    /** Done at each look whether anybody searches. */
    private Runnable atLook = () -> {};

    private LiveCollections collections = new LiveCollections(Path.of(""));
    private Linker linker = linker(1);

    private Linker linker(int batch) {
        return new Linker(
                new StoreState(new Catalog(), collections),
                new SyncFailures(),
                BridgeConfig.DEFAULT.toBuilder().linkThreads(2).batchSize(batch).build(),
                false,
                () -> 0,
                () -> {
                    atLook.run();
                    return searching.get();
                },
                this::now);
    }

    private long now() {
        if (Thread.currentThread().getName().startsWith("vexfs-linker-")) {
            looks.incrementAndGet();
        }
        return nanos.get();
    }

    private LiveCollection begin(int dimensions, int batch, VectorStorage storage) {
        return begin(DistanceMetric.L2, dimensions, batch, storage);
    }

    private LiveCollection begin(DistanceMetric metric, int dimensions, int batch, VectorStorage storage) {
        collections = new LiveCollections(directory);
        linker = linker(batch);
        collections.made(new CollectionState(7, 0, metric, dimensions, true, 4, 8, 3, Quantization.NONE, storage));
        return collections.all().iterator().next();
    }

    @AfterEach
    void end() {
        linker.stop();
        collections.close();
    }

    /** Returns the most that was pending after one of them. */
    private int storeFiles(LiveCollection collection, int files) {
        int most = 0;
        for (int i = 0; i < files; i++) {
            put(collection, i);
            linker.stored(collection, 1, Origin.FILE);
            most = Math.max(most, collection.pending());
        }
        return most;
    }

    private static void put(LiveCollection collection, int number) {
        float[] vector = new float[collection.state().dimensions()];
        vector[number % vector.length] = collection.state().metric().bits() ? 1 : number + 1f;
        collection.index().put(collection.index().reserve(), vector);
    }

    /** The threads come when all is stored, so that none has linked a file before the burst began. */
    private void linkBeside(LiveCollection collection, int pending) {
        assertThat(collection.pending()).isEqualTo(pending);
        linker.start();
        awaitLooks();
    }

    /** A burst's files, none of which is linked while it lasts. */
    private LiveCollection beginWithTwentyPending() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        storeFiles(collection, 20);
        linkBeside(collection, 20);
        assertThat(collection.pending()).isEqualTo(20);
        return collection;
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
        LiveCollection collection = beginWithTwentyPending();
        linker.asked();
        awaitPending(collection, 0);
    }

    @Test
    void filesInABurst_whileASearchRuns_areLinked() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        storeFiles(collection, 20);
        searching.set(1);
        linker.start();
        awaitPending(collection, 0);
    }

    @Test
    void filesInABurst_stayPendingUntilSomebodyStoresWithoutAFile() {
        LiveCollection collection = beginWithTwentyPending();
        put(collection, 20);
        linker.stored(collection, 1, Origin.CALL);
        awaitPending(collection, 0);
    }

    @Test
    void filesWithoutVectors_areNoBurst() {
        LiveCollection collection = begin(2, 100, VectorStorage.HEAP);
        for (int i = 0; i < 100; i++) {
            linker.stored(collection, 0, Origin.FILE);
        }
        put(collection, 0);
        linker.start();
        awaitPending(collection, 0);
    }

    @Test
    void filesInABurst_stayPendingUntilSomebodyWaitsForLinks() {
        LiveCollection collection = beginWithTwentyPending();
        linker.linkAll();
        assertThat(collection.pending()).isZero();
    }

    @Test
    void filesInABurst_areLinkedWhenItEnds() {
        LiveCollection collection = beginWithTwentyPending();
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
        linkBeside(collection, 20);
        awaitPending(collection, 16);
        awaitLooks();
        // Two threads may link one at once.
        assertThat(collection.pending()).isBetween(15, 16);
    }

    @Test
    void filesInABurst_beyondTheBytesThatMayWait_areLinked() {
        LiveCollection collection = begin(LARGE_DIMENSIONS, 1_000, VectorStorage.HEAP);
        storeFiles(collection, LARGE_MAX + 1);
        linkBeside(collection, LARGE_MAX + 1);
        awaitPending(collection, LARGE_MAX);
        awaitLooks();
        // Each of two threads links sixteen before it looks again.
        assertThat(collection.pending()).isBetween(LARGE_MAX - 32, LARGE_MAX);
    }

    @Test
    void filesInABurst_ofVectorsOfBits_countByTheirBits() {
        LiveCollection collection = begin(DistanceMetric.HAMMING, LARGE_DIMENSIONS, 1_000, VectorStorage.HEAP);
        storeFiles(collection, LARGE_MAX + 1);
        linkBeside(collection, LARGE_MAX + 1);
        assertThat(collection.pending()).isEqualTo(LARGE_MAX + 1);
    }

    @Test
    void filesInABurst_whoseVectorsAreMapped_areLinkedAtOnce() {
        LiveCollection collection = begin(2, 100, VectorStorage.MAPPED);
        storeFiles(collection, 20);
        linker.start();
        awaitPending(collection, 0);
    }

    /** Nobody else links here and below. Sixteen batches of a burst and four of any writer's, of one vector each. */
    @Test
    void writer_farAheadInABurst_linksToo() {
        LiveCollection collection = begin(2, 1, VectorStorage.HEAP);
        assertThat(storeFiles(collection, 100)).isEqualTo(20);
    }

    @Test
    void writer_farAheadWithMappedVectors_linksAsWithoutABurst() {
        LiveCollection collection = begin(2, 1, VectorStorage.MAPPED);
        assertThat(storeFiles(collection, 100)).isEqualTo(4);
    }

    @Test
    void writer_farAheadWithoutABurst_linksToo() {
        LiveCollection collection = begin(2, 1, VectorStorage.HEAP);
        storeFiles(collection, 1);
        // What was taken for a burst's begin is over, and no clock goes on for the files that follow.
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(storeFiles(collection, 99)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"33, 32", "100, 98", "200, 198", "201, 193", "400, 392"})
    void writer_whileSearchesTakeTheProcessors_waitsForSomeLinksForEachThatItStored(int pending, int left) {
        LiveCollection collection = begin(2, 50, VectorStorage.HEAP);
        for (int i = 0; i < pending; i++) {
            put(collection, i);
        }
        searching.set(Runtime.getRuntime().availableProcessors());
        atLook = () -> linker.link(1);
        linker.stored(collection, 1, Origin.CALL);
        assertThat(collection.pending()).isEqualTo(left);
    }
}
