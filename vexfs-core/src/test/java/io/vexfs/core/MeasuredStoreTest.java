package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.api.Budget;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.MetricSample;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says that it did is what it did. */
class MeasuredStoreTest {
    @TempDir
    private Path directory;

    private static MetricSample sample(Bridge bridge, String name) {
        return bridge.metrics().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MetricSample.Timer timer(Bridge bridge, String operation) {
        return (MetricSample.Timer) sample(bridge, "vexfs." + operation + ".nanos");
    }

    private static void work(Vexfs vexfs) {
        VectorCollection points = vexfs.collection("/points", 2, DistanceMetric.L2);
        points.put("a", new float[] {1, 0}, Metadata.empty());
        points.put("b", new float[] {0, 1}, Metadata.empty());
        points.search(SearchRequest.nearest(new float[] {1, 1}).k(1).build());
        points.delete("b");
        vexfs.bridge().forceSync();
        vexfs.bridge().flush();
        vexfs.compact();
    }

    @Test
    void measure_switchedOffAndOn_keepsWhatIsKnown() {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            Bridge bridge = vexfs.bridge();
            bridge.measure(false);
            work(vexfs);
            assertThat(timer(bridge, "bridge.store").count()).isEqualTo(2);
            bridge.measure(true);
            work(vexfs);
            assertThat(timer(bridge, "bridge.store").count()).isEqualTo(4);
            assertThat(timer(bridge, "bridge.sync").count()).isEqualTo(2);
        }
    }

    @Test
    void metrics_afterEachOperation_countIt() {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            Bridge bridge = vexfs.bridge();

            assertThat(timer(bridge, "bridge.store").count()).isEqualTo(2);
            assertThat(timer(bridge, "bridge.search").count()).isEqualTo(1);
            assertThat(timer(bridge, "bridge.delete").count()).isEqualTo(1);
            assertThat(timer(bridge, "bridge.sync").count()).isEqualTo(1);
            assertThat(timer(bridge, "bridge.flush").count()).isEqualTo(1);
            assertThat(timer(bridge, "store.recovery").count()).isEqualTo(1);
            assertThat(timer(bridge, "store.compaction").count()).isEqualTo(1);
            assertThat(sample(bridge, "vexfs.bridge.vectors.stored"))
                    .isEqualTo(new MetricSample.Counter("vexfs.bridge.vectors.stored", 2));
            assertThat(sample(bridge, "vexfs.bridge.stored.bytes"))
                    .isEqualTo(new MetricSample.Counter("vexfs.bridge.stored.bytes", 16));
            assertThat(((MetricSample.Gauge) sample(bridge, "vexfs.log.bytes")).value())
                    .isPositive();
            assertThat(((MetricSample.Gauge) sample(bridge, "vexfs.map.bytes")).value())
                    .isPositive();
            assertThat(((MetricSample.Gauge) sample(bridge, "vexfs.process.resident.peak.bytes")).value())
                    .isPositive();
        }
    }

    @Test
    void metrics_ofATimer_areInOrder() {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            MetricSample.Timer store = timer(vexfs.bridge(), "bridge.store");

            assertThat(store.minNanos()).isPositive().isLessThanOrEqualTo(store.p50Nanos());
            assertThat(store.p50Nanos()).isLessThanOrEqualTo(store.p99Nanos());
            assertThat(store.p99Nanos()).isLessThanOrEqualTo(store.p999Nanos());
            // The total is of values to three digits, the maximum as it was.
            assertThat(store.recentMaxNanos())
                    .isBetween(store.p50Nanos() / 2, store.totalNanos() + store.totalNanos() / 100);
        }
    }

    @Test
    void performance_afterWork_hasTheMissionsFields() {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            assertThatThrownBy(() -> vexfs.bridge().open("/none")).isInstanceOf(VexfsException.class);
            var performance = vexfs.bridge().performance();

            assertThat(performance.vectorOperations()).isEqualTo(3);
            assertThat(performance.searchOperations()).isEqualTo(1);
            // Each is right to 1 %, and one of them, as a sync on a busy disk, may be nearly all of the total.
            long max = performance.maxLatency();
            assertThat(performance.totalLatency()).isBetween(max - max / 100, 5 * max);
            assertThat(performance.averageLatency()).isEqualTo(performance.totalLatency() / 5);
            assertThat(performance.minLatency()).isPositive().isLessThanOrEqualTo(performance.p50Latency());
            assertThat(performance.maxLatency()).isGreaterThanOrEqualTo(performance.p99Latency());
            assertThat(performance.memoryUsagePeak()).isPositive();
        }
    }

    @Test
    void readings_ofAFailure_countItWhereItIsTrouble() {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            VectorCollection points = vexfs.collection("/points");
            assertThatThrownBy(() -> points.put("c", new float[] {1}, Metadata.empty()))
                    .isInstanceOf(VexfsException.class);
            assertThat(vexfs.bridge().readings().failures()).isZero();
            assertThat(vexfs.bridge().readings().values()).containsKeys(Budget.STORE, Budget.SEARCH, Budget.MEMORY);
            assertThat(sample(vexfs.bridge(), "vexfs.bridge.errors.dimension_mismatch"))
                    .isEqualTo(new MetricSample.Counter("vexfs.bridge.errors.dimension_mismatch", 1));
        }
    }

    @Test
    void jmx_whereItIsWanted_hasANumberForEachMetricUntilTheClose() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name;
        try (Vexfs vexfs =
                Vexfs.open(directory, VexfsConfig.DEFAULT.toBuilder().jmx(true).build())) {
            work(vexfs);
            name = new ObjectName("io.vexfs:type=Store,path="
                    + ObjectName.quote(vexfs.directory().toString()));
            assertThat(server.getAttribute(name, "vexfs.bridge.store.nanos.count"))
                    .isEqualTo(2L);
            assertThat(server.getMBeanInfo(name).getAttributes()).hasSizeGreaterThan(50);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void readings_ofManyVectors_allowThemTheirHeap() {
        int dimensions = 4_096;
        int count = 1_000;
        try (Vexfs vexfs = Vexfs.open(directory)) {
            work(vexfs);
            assertThat(vexfs.bridge().readings().allowance(Budget.MEMORY)).isZero();
            VectorCollection wide = vexfs.collection("/wide", dimensions, DistanceMetric.L2);
            float[] vector = new float[dimensions];
            for (int i = 0; i < count; i++) {
                vector[0] = i;
                wide.put("v" + i, vector, Metadata.empty());
            }
            double bytes = count * 4.0 * dimensions;
            assertThat(vexfs.bridge().readings().allowance(Budget.MEMORY)).isBetween(0.4 * bytes, 0.6 * bytes);
        }
    }

    @Test
    void metrics_switchedOff_countNothing() {
        try (Vexfs vexfs = Vexfs.open(
                directory, VexfsConfig.DEFAULT.toBuilder().metrics(false).build())) {
            work(vexfs);
            assertThat(timer(vexfs.bridge(), "bridge.store").count()).isZero();
            assertThat(vexfs.bridge().performance().searchOperations()).isZero();
        }
    }
}
