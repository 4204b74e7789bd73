package io.vexfs.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results are written, checked, compared and drawn by the commands. */
class BenchResultsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return BenchCli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path result(String name, double value) throws IOException {
        Path file = directory.resolve(name);
        new BenchResult(Map.of("benchmark", "x"), List.of(Figure.of("a_per_s", value)), List.of()).writeJson(file);
        return file;
    }

    private int storage(String thresholds) throws IOException {
        Path check = Files.writeString(directory.resolve("thresholds.json"), thresholds);
        return run(
                "storage",
                "--vectors",
                "100",
                "--dimensions",
                "4",
                "--json",
                directory.resolve("storage.json").toString(),
                "--check",
                check.toString(),
                "--work",
                directory.toString());
    }

    @Test
    void storage_thresholdsKept_exitsWith0AndWrites() throws IOException {
        assertThat(storage("{\"storedPerSecond\": {\"least\": 0.001}}")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith("benchmark=storage engine=memory through=api ");
        assertThat(directory.resolve("storage.json")).content().contains("\"storedPerSecond\"", "\"samples\"");
    }

    @Test
    void storage_thresholdMissed_exitsWith1AndSaysWhich() throws IOException {
        assertThat(storage("{\"storedPerSecond\": {\"most\": 0.001}, \"speed\": {\"least\": 1}}"))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vexfs: thresholds missed: storedPerSecond: expected at most 0.0010, was ")
                .endsWith("; speed was not measured\n");
    }

    @Test
    void storage_badThresholds_areFoundBeforeAnythingIsMeasured() throws IOException {
        assertThat(storage("{\"storedPerSecond\": 5}")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void compare_worseFigure_exitsWith1IfAsked() throws IOException {
        String before = result("a.json", 100).toString();
        String after = result("b.json", 50).toString();

        assertThat(run("compare", before, after)).isZero();
        assertThat(out.toString()).containsPattern("a_per_s +100 +50 +-50\\.0 % +worse +noise of 10 % assumed");
        assertThat(run("compare", before, after, "--check")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("vexfs: worse: a_per_s\n");
        assertThat(run("compare", after, before, "--check")).isZero();
        assertThat(run("compare", before, after, "--noise", "60", "--check")).isZero();
    }

    @Test
    void compare_wrongUsage_exitsWith2() throws IOException {
        String file = result("a.json", 100).toString();
        assertThat(run("compare", file)).isEqualTo(2);
        assertThat(run("compare", file, file, "--noise", "-1")).isEqualTo(2);
        Path other = directory.resolve("c.json");
        new BenchResult(Map.of(), List.of(Figure.of("b", 1)), List.of()).writeJson(other);
        assertThat(run("compare", file, other.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("--noise: expected 0 to 1000, was -1.0", "expected results with the same figures");
    }

    @Test
    void report_ofARun_hasThePlots() {
        Path page = directory.resolve("page.html");

        assertThat(run(
                        "report",
                        "--no-mount",
                        "--vectors",
                        "200",
                        "--dimensions",
                        "4",
                        "--seconds",
                        "1",
                        "--work",
                        directory.toString(),
                        "--to",
                        page.toString()))
                .as(err.toString())
                .isZero();

        assertThat(page)
                .content()
                .contains("Recall against queries a second", "Latency by percentile", "Throughput over time", "<svg");
    }

    @Test
    void report_ofResults_showsThem() throws IOException {
        Path page = directory.resolve("page.html");
        assertThat(run("report", result("a.json", 12_345).toString(), "--to", page.toString()))
                .isZero();
        assertThat(page).content().contains("12345");
    }
}
