package io.vexfs.testkit.bench.peers;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.testkit.bench.peers.RecallCurve.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interpolation, tables and pictures. */
class PeerReportTest {
    private static final RecallCurve CURVE =
            new RecallCurve(List.of(new Point(40, 0.98, 1_000), new Point(10, 0.90, 10_000), new Point(80, 1, 100)));

    @Test
    void curve_betweenTwoPoints_isLinearInTheLogarithm() {
        assertThat(CURVE.queriesPerSecondAt(0.94).getAsDouble()).isEqualTo(Math.sqrt(10_000.0 * 1_000), within(1e-6));
        assertThat(CURVE.queriesPerSecondAt(0.98).getAsDouble()).isEqualTo(1_000, within(1e-6));
        assertThat(CURVE.queriesPerSecondAt(0.99).getAsDouble()).isEqualTo(Math.sqrt(1_000.0 * 100), within(1e-6));
    }

    @Test
    void curve_outsideOfThePoints_isTheFirstOrNothing() {
        RecallCurve low = new RecallCurve(List.of(new Point(10, 0.96, 500), new Point(20, 0.97, 400)));

        assertThat(low.queriesPerSecondAt(0.95)).hasValue(500);
        assertThat(low.queriesPerSecondAt(0.99)).isEmpty();
        assertThat(new RecallCurve(List.of()).queriesPerSecondAt(0.5)).isEmpty();
    }

    @Test
    void lines_twoEnginesAndOneThatDidNotRun_compareTheTwo() {
        RecallCurve half = new RecallCurve(CURVE.points().stream()
                .map(point -> new Point(point.ef(), point.recall(), point.queriesPerSecond() / 2))
                .toList());
        PeerReport report = new PeerReport(
                Map.of("data", "small"),
                List.of(
                        new PeerResult("vexfs/25", "vexfs 1", 10, 500, CURVE, ""),
                        new PeerResult("hnswlib", "hnswlib 2", 20, 400, half, ""),
                        new PeerResult("lucene/17", "", 0, 0, new RecallCurve(List.of()), "needs a newer JDK")));

        assertThat(report.lines())
                .startsWith("data: small", "")
                .contains("vexfs/25             10.00            500  vexfs 1")
                .contains("lucene/17        not run: needs a newer JDK")
                .contains("hnswlib              40     0.9800      500")
                .contains("qps at recall        0.95     0.99")
                .contains("vexfs/25 :       qps@0.95 qps@0.99 build_s  memory")
                .endsWith("hnswlib              2.00     2.00    0.50    1.25");
    }

    @Test
    void lines_recallBelowTheFirstPoint_isMarkedAsRough() {
        RecallCurve high = new RecallCurve(List.of(new Point(10, 0.96, 500), new Point(20, 0.995, 400)));
        PeerReport report = new PeerReport(
                Map.of(),
                List.of(
                        new PeerResult("vexfs/25", "vexfs 1", 10, 500, CURVE, ""),
                        new PeerResult("jvector/25", "jvector 4", 10, 500, high, "")));

        assertThat(report.lines())
                .contains("jvector/25           ~500      413")
                .anySatisfy(
                        line -> assertThat(line).matches("jvector/25 +~\\d+\\.\\d\\d +\\d+\\.\\d\\d +1\\.00 +1\\.00"));
    }

    @Test
    void json_engineThatDidNotRun_saysWhy(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");

        new PeerReport(
                        Map.of("data", "small"),
                        List.of(new PeerResult("hnswlib", "", 0, 0, new RecallCurve(List.of()), "no g++")))
                .writeJson(file);

        assertThat(file).content().contains("\"data\" : \"small\"", "\"notRun\" : \"no g++\"");
    }

    @Test
    void plot_oneEngine_isAPicture(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("plot.png");

        PeerPlot.write(file, "small", List.of(new PeerResult("vexfs/25", "vexfs 1", 10, 500, CURVE, "")));

        assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(5_000);
    }

    @Test
    void jdks_unknownVersion_listsThoseThatAreThere() {
        Jdks jdks = new Jdks("99 /opt/jdk-99\n8 /opt/jdk-8\n");

        assertThat(jdks.newest().getKey()).isEqualTo(99);
        assertThat(jdks.home(8)).isEqualTo(Path.of("/opt/jdk-8"));
        assertThatVexfs(() -> jdks.home(11))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage("--jdk: expected one of [8, " + Runtime.version().feature()
                        + ", 99], which are on this machine, was 11");
    }
}
