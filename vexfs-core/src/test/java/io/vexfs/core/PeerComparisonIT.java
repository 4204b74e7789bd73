package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.testkit.bench.AnnData;
import io.vexfs.testkit.bench.AnnFiles;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.dataset.ExactTruth;
import io.vexfs.testkit.bench.peers.PeerComparison;
import io.vexfs.testkit.bench.peers.PeerResult;
import io.vexfs.testkit.bench.peers.PeerSettings;
import io.vexfs.testkit.data.FvecsFile;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This engine as a process of its own, as {@code vexfs bench peers} drives it. */
class PeerComparisonIT {
    @TempDir
    private Path directory;

    private AnnFiles files;
    private AnnData data;

    @BeforeEach
    void writeFiles() throws IOException {
        files = new AnnFiles(
                directory.resolve("base.fvecs"), directory.resolve("query.fvecs"), directory.resolve("truth.ivecs"));
        List<float[]> base = TestVectors.uniform(2_000, 16, 1);
        List<float[]> queries = TestVectors.uniform(50, 16, 2);
        FvecsFile.writeVectors(files.base(), base);
        FvecsFile.writeVectors(files.query(), queries);
        FvecsFile.writeNumbers(
                files.truth(), new ExactTruth(DistanceMetric.COSINE, base).neighbors(queries, 10, Progress.NONE));
        data = AnnData.load(files, DistanceMetric.COSINE);
    }

    private List<PeerResult> run(GraphSettings graph, List<Integer> efs, String... engines) throws IOException {
        PeerSettings settings =
                new PeerSettings(List.of(engines), List.of(Runtime.version().feature()), "512m", directory, directory);
        return new PeerComparison(files, data, graph, settings).run(efs, 2, Duration.ZERO, Progress.NONE);
    }

    @Test
    void run_thisEngineAlone_climbsUntilRecallIsEnough() throws IOException {
        List<PeerResult> results = run(GraphSettings.DEFAULT, List.of(), "vexfs", "vexfs+int4");

        int jdk = Runtime.version().feature();
        assertThat(results).extracting(PeerResult::name).containsExactly("vexfs/" + jdk, "vexfs+int4/" + jdk);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.trouble()).isEmpty();
            assertThat(result.version()).startsWith("vexfs ");
            assertThat(result.bytesPerVector()).isGreaterThan(64);
            assertThat(result.curve().queriesPerSecondAt(0.99)).isPresent();
        });
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(files.base(), files.query(), files.truth());
        }
    }

    @Test
    void run_engineThatRefuses_isNamedWithItsReason() throws IOException {
        List<PeerResult> results =
                run(new GraphSettings(16, 200, 1, Quantization.NONE, Map.of("wings", "2")), List.of(10), "vexfs");

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.trouble()).contains("unknown engine option", "'wings'"));
    }
}
