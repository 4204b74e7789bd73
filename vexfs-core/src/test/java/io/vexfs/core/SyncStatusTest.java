package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bridge says about how far log and graph are. */
class SyncStatusTest {
    private static final int VECTORS = 3_000;
    private static final int DIMENSIONS = 32;

    @TempDir
    private Path directory;

    private static List<StoredVector> vectors(int count) {
        Random random = new Random(7);
        List<StoredVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[DIMENSIONS];
            for (int d = 0; d < DIMENSIONS; d++) {
                vector[d] = (float) random.nextGaussian();
            }
            vectors.add(new StoredVector("v%05d".formatted(i), vector, Metadata.empty()));
        }
        return vectors;
    }

    private Vexfs open(Durability durability, boolean lazySync) {
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
                .durability(durability)
                .bridge(VexfsConfig.DEFAULT.bridge().toBuilder()
                        .lazySync(lazySync)
                        .linkThreads(1)
                        .build())
                .build();
        Vexfs vexfs = Vexfs.open(directory.resolve("store"), config);
        vexfs.bridge().createCollection("/c", new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
        return vexfs;
    }

    @Test
    void unsyncedBytes_eachRecord_isCountedUntilAFlush() {
        List<StoredVector> vectors = vectors(3);
        try (Vexfs vexfs = open(Durability.NONE, true)) {
            Bridge bridge = vexfs.bridge();
            bridge.flush();
            assertThat(bridge.syncStatus().unsyncedBytes()).isZero();
            bridge.put("/c", vectors.get(0), OperationContext.none());
            long one = bridge.syncStatus().unsyncedBytes();
            assertThat(one).isBetween((long) DIMENSIONS * Float.BYTES, (long) DIMENSIONS * Float.BYTES + 100);
            bridge.put("/c", vectors.get(1), OperationContext.none());
            bridge.put("/c", vectors.get(2), OperationContext.none());
            assertThat(bridge.syncStatus().unsyncedBytes()).isEqualTo(3 * one);
            bridge.flush();
            SyncStatus flushed = bridge.syncStatus();
            assertThat(flushed.unsyncedBytes()).isZero();
            assertThat(flushed.lastSync()).isPresent();
            assertThat(flushed.failures()).isZero();
            assertThat(flushed.lastFailure()).isEmpty();
        }
    }

    @Test
    void unsyncedBytes_everyWrite_areNone() {
        try (Vexfs vexfs = open(Durability.EVERY_WRITE, true)) {
            for (StoredVector vector : vectors(5)) {
                vexfs.bridge().put("/c", vector, OperationContext.none());
                assertThat(vexfs.bridge().syncStatus().unsyncedBytes()).isZero();
            }
        }
    }

    @Test
    void pending_withoutLazySync_isNone() {
        try (Vexfs vexfs = open(Durability.NONE, false)) {
            for (StoredVector vector : vectors(20)) {
                vexfs.bridge().put("/c", vector, OperationContext.none());
                assertThat(vexfs.bridge().syncStatus().pending()).isZero();
            }
        }
    }

    @Test
    void batchSync_limit_isKeptAndEachLinkIsCounted() {
        try (Vexfs vexfs = open(Durability.NONE, true)) {
            Bridge bridge = vexfs.bridge();
            long linkedHere = 0;
            // Again where the threads of the store were faster.
            for (int round = 0; linkedHere == 0; round++) {
                assertThat(round).isLessThan(50);
                bridge.putAll("/c", vectors(VECTORS), OperationContext.none());
                assertThat(bridge.syncStatus().pending()).isLessThanOrEqualTo(VECTORS);
                assertThat(bridge.collection("/c").orElseThrow().size()).isEqualTo(VECTORS);
                int linked;
                do {
                    long before = bridge.syncStatus().pending();
                    linked = bridge.batchSync(7);
                    assertThat(linked).isBetween(0, 7);
                    assertThat(bridge.syncStatus().pending()).isLessThanOrEqualTo(before - linked);
                    linkedHere += linked;
                } while (linked > 0);
            }
            assertThat(bridge.syncStatus().pending()).isZero();
            assertThat(bridge.batchSync(7)).isZero();
        }
    }
}
