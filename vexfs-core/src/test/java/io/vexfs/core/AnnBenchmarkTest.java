package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.AnnBenchmark;
import io.vexfs.testkit.bench.AnnData;
import io.vexfs.testkit.bench.AnnReport;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.InsertBenchmark;
import io.vexfs.testkit.bench.InsertResult;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.QuerySettings;
import io.vexfs.testkit.bench.dataset.ExactTruth;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of the testkit on this engine. */
class AnnBenchmarkTest {
    @TempDir
    private Path work;

    @Test
    void whileInserting_twoThousandVectors_comparesWithIdle() throws IOException {
        List<float[]> base = TestVectors.uniform(2_000, 24, 3);
        List<float[]> queries = TestVectors.uniform(200, 24, 4);
        AnnData data = new AnnData(
                DistanceMetric.L2,
                base,
                queries,
                new ExactTruth(DistanceMetric.L2, base).neighbors(queries, 50, Progress.NONE));
        QuerySettings settings = new QuerySettings(List.of(200), 1, 2, Duration.ZERO);

        List<InsertResult> results = new InsertBenchmark(
                        BridgeProvider.installed(), data, GraphSettings.DEFAULT, settings)
                .run(work, Progress.NONE);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.insertSpeed()).isPositive();
            assertThat(result.idleRecall()).isGreaterThan(0.98);
            assertThat(result.busyRecall()).isGreaterThan(0.98);
            assertThat(result.line()).contains("ef=200 idle_qps=", "qps_ratio=", "recall_ratio=");
        });
    }

    @Test
    void run_twoThousandVectors_measuresAndLeavesNothing() throws IOException {
        List<float[]> base = TestVectors.uniform(2_000, 24, 1);
        List<float[]> queries = TestVectors.uniform(100, 24, 2);
        AnnData data = new AnnData(
                DistanceMetric.L2,
                base,
                queries,
                new ExactTruth(DistanceMetric.L2, base).neighbors(queries, AnnData.K, Progress.NONE));

        AnnReport report = new AnnBenchmark(
                        BridgeProvider.installed(),
                        data,
                        GraphSettings.DEFAULT,
                        new QuerySettings(List.of(10, 200), 2, 2, Duration.ZERO))
                .run(work, Progress.NONE);

        assertThat(report.buildSeconds()).isPositive();
        assertThat(report.bytesPerVector()).isGreaterThan(24 * Float.BYTES);
        assertThat(report.results())
                .satisfiesExactly(
                        low -> assertThat(low.recall()).isBetween(0.5, 1.0),
                        high -> assertThat(high.recall()).isGreaterThan(0.98));
        assertThat(report.results()).allSatisfy(result -> {
            assertThat(result.queriesPerSecond()).isPositive();
            assertThat(result.p50Micros()).isPositive().isLessThanOrEqualTo(result.p99Micros());
        });
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }
}
