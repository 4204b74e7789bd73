package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.IndexStatus;
import io.vexfs.api.Metadata;
import io.vexfs.api.MetricSample;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoreStatus;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.VexfsConfig;
import io.vexfs.core.internal.log.LogFile;
import io.vexfs.core.internal.log.LogFiles;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose fsync failed, on purpose, says that it takes no writes, since when and why, and goes on answering. */
class RefusingStoreTest {
    private static final Instant OPENED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant BROKEN = OPENED.plusSeconds(60);
    private static final StoredVector VECTOR = new StoredVector("a", new float[] {1, 2}, Metadata.empty());

    @TempDir
    private Path directory;

    private final AtomicBoolean disk = new AtomicBoolean(true);
    private Instant now = OPENED;

    private final VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
            .durability(Durability.NONE)
            .clock(() -> now)
            .build();

    /** Files of which no fsync succeeds while the disk is broken. */
    private LogFiles files(Path log) {
        return breakable(LogFiles.class, LogFiles.onDisk(log));
    }

    private <T> T breakable(Class<T> type, T sound) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("force") && !disk.get()) {
                        throw new IOException("Input/output error");
                    }
                    try {
                        Object answer = method.invoke(sound, arguments);
                        return answer instanceof LogFile file ? breakable(LogFile.class, file) : answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private static double refusing(Bridge bridge) {
        return bridge.metrics().stream()
                .filter(sample -> sample.name().equals("vexfs.store.refusing"))
                .mapToDouble(sample -> ((MetricSample.Gauge) sample).value())
                .sum();
    }

    @Test
    void status_afterAFailedFsync_saysSinceWhenAndWhyUntilOpenedAgain() {
        OpenStore store = OpenStore.open(directory.resolve("store"), config, this::files);
        Bridge bridge = store.bridge();
        bridge.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 2));
        bridge.put("/c", VECTOR, OperationContext.none());
        assertThat(bridge.status()).isEqualTo(StoreStatus.opened(OPENED, false));
        assertThat(refusing(bridge)).isZero();

        now = BROKEN;
        disk.set(false);
        assertThatThrownBy(bridge::forceSync).hasMessageContaining("fsync failed");
        now = BROKEN.plusSeconds(60);
        assertThatThrownBy(bridge::forceSync).hasMessageContaining("fsync failed");

        StoreStatus status = bridge.status();
        assertThat(status.state()).isEqualTo(StoreStatus.State.REFUSING_WRITES);
        assertThat(status.since()).isEqualTo(BROKEN);
        assertThat(status.reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("fsync failed", "Input/output error", "opened again"));
        assertThat(refusing(bridge)).isEqualTo(1);
        assertThatThrownBy(() -> bridge.put("/c", VECTOR, OperationContext.none()))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.READ_ONLY));
        assertThat(bridge.search(
                                SearchRequest.nearest(new float[] {1, 2})
                                        .collection("/c")
                                        .k(1)
                                        .build(),
                                OperationContext.none())
                        .hits())
                .hasSize(1);

        disk.set(true);
        store.close();
        OpenStore again = OpenStore.open(directory.resolve("store"), config, this::files);
        assertThat(again.bridge().status()).isEqualTo(StoreStatus.opened(now, false));
        again.bridge().put("/c", VECTOR, OperationContext.none());
        again.close();
    }

    @Test
    void collection_withoutVectors_isReadySinceItWasThere() {
        OpenStore store = OpenStore.open(directory.resolve("store"), config);
        IndexStatus index = store.bridge().collection("/").orElseThrow().index();
        assertThat(index.state()).isEqualTo(IndexStatus.State.READY);
        assertThat(index.since()).isBetween(OPENED.minusSeconds(60), OPENED);
        store.close();
    }
}
