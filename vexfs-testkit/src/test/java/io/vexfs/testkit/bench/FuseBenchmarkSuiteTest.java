package io.vexfs.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.mixed.BridgeDoor;
import io.vexfs.testkit.bench.mixed.Door;
import io.vexfs.testkit.bench.mixed.MixedBenchmark;
import io.vexfs.testkit.bench.mixed.MixedSettings;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.bench.result.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseBenchmarkSuiteTest {
    @TempDir
    private Path directory;

    private FuseBenchmarkSuite suite() {
        return new FuseBenchmarkSuite(BridgeProvider.installed(), directory, 4, false, Progress.NONE);
    }

    /** What a benchmark made goes with it. */
    @AfterEach
    void directory_afterwards_isEmpty() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void benchmarkVectorStorage_some_hasRatesAndLatencies() throws IOException {
        BenchResult result = suite().benchmarkVectorStorage(500);

        assertThat(result.conditions()).containsEntry("benchmark", "storage").containsEntry("vectors", "500");
        assertThat(result.figure("storedPerSecond").orElseThrow().samples())
                .hasSize(5)
                .allMatch(rate -> rate > 0);
        assertThat(result.figures())
                .extracting(Figure::name)
                .contains("store.p50Micros", "store.p99Micros", "diskPerVectorBytes");
        assertThat(result.series()).extracting(Series::chart).contains("Throughput over time");
    }

    @Test
    void benchmarkSearchPerformance_some_findsTenEach() throws IOException {
        BenchResult result = suite().benchmarkSearchPerformance(100, 500);

        assertThat(result.figure("hitsOfEach").orElseThrow().value()).isEqualTo(10);
        assertThat(result.figure("searchedPerSecond").orElseThrow().value()).isPositive();
    }

    /** A store that forgets what it acknowledged is found out. */
    @Test
    void mixed_storeLosesWrites_countsThem() throws IOException {
        MixedSettings settings = new MixedSettings(200, 4, 2, 1, 0, 3);
        try (Forgetful door = new Forgetful(new BridgeDoor(BridgeProvider.installed(), directory, 4, Map.of()))) {
            BenchResult result = new MixedBenchmark(door, settings).run(Map.of(), Progress.NONE);

            assertThat(result.figure("acknowledgedLost").orElseThrow().value()).isPositive();
            assertThat(result.figure("errors").orElseThrow().value()).isZero();
            assertThat(result.series())
                    .extracting(Series::chart)
                    .contains("Throughput over time", "Latency by percentile", "Heap and disk over time");
        }
    }

    @Test
    void benchmarkRecall_exactEngine_isOne() throws IOException {
        BenchResult result = suite().benchmarkRecall(300, List.of(16, 32)).result();

        assertThat(result.figure("ef16.recall").orElseThrow().value()).isEqualTo(1);
        assertThat(result.series().get(0).points()).hasSize(2);
    }

    /** Leaves out the row 7. */
    private record Forgetful(BridgeDoor right) implements Door {
        @Override
        public void put(int row, float[] vector) {
            if (row != 7) {
                right.put(row, vector);
            }
        }

        @Override
        public void delete(int row) {}

        @Override
        public int search(float[] query) {
            return right.search(query);
        }

        @Override
        public boolean holds(int row, float[] vector) {
            return right.holds(row, vector);
        }

        @Override
        public boolean lacks(int row) {
            return right.lacks(row);
        }

        @Override
        public void reopen() {
            // The model keeps nothing.
        }

        @Override
        public long bytes() throws IOException {
            return right.bytes();
        }

        @Override
        public void close() throws IOException {
            right.close();
        }
    }
}
