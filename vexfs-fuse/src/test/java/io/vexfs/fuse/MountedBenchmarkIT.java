package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.mixed.MixedSettings;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.scale.ScaleBenchmark;
import io.vexfs.testkit.bench.scale.ScaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite of benchmarks through a real mount of the real engine. */
@RequiresFuse
@Timeout(400)
class MountedBenchmarkIT {
    @TempDir
    private Path directory;

    private FuseBenchmarkSuite suite() {
        return new FuseBenchmarkSuite(BridgeProvider.installed(), directory, 8, true, Progress.NONE);
    }

    @Test
    void suite_throughMount_storesAndFinds() throws IOException {
        BenchResult stored = suite().benchmarkVectorStorage(200);
        assertThat(stored.conditions()).containsEntry("through", "mount");
        assertThat(stored.figure("storedPerSecond").orElseThrow().value()).isPositive();

        BenchResult searched = suite().benchmarkSearchPerformance(100, 200);
        assertThat(searched.figure("hitsOfEach").orElseThrow().value()).isEqualTo(10);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void mixed_throughMount_losesNothing() throws IOException {
        BenchResult result = suite().benchmarkMixed(new MixedSettings(200, 8, 3, 2, 50, 3));

        assertThat(result.figure("errors").orElseThrow().value()).isZero();
        assertThat(result.figure("acknowledgedLost").orElseThrow().value()).isZero();
        assertThat(result.figure("acknowledgedLostAfterOpen").orElseThrow().value())
                .isZero();
    }

    @Test
    void scale_small_findsEveryFileAndAnswersRight() throws IOException {
        BenchResult result = new ScaleBenchmark(new ScaleSettings(200, 100, 1_000, 3, 2))
                .run(directory, EnumSet.allOf(ScaleBenchmark.Part.class), Progress.NONE);

        for (String wrong : List.of("wrongAnswer", "savedNotFirst", "removedYetFound")) {
            assertThat(result.figure("clients." + wrong + "Errors")
                            .orElseThrow()
                            .value())
                    .as(result.conditions().getOrDefault("wrong", wrong))
                    .isZero();
        }
        assertThat(result.figure("clients.recallOfItself").orElseThrow().value())
                .isGreaterThan(0.9);
        assertThat(result.figure("clients.changesPerSecond").orElseThrow().value())
                .isPositive();
        assertThat(result.figure("moved.errors").orElseThrow().value()).isZero();
        assertThat(directory).isEmptyDirectory();
    }
}
