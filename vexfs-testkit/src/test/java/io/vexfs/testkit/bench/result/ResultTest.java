package io.vexfs.testkit.bench.result;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.testkit.bench.result.Comparison.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class ResultTest {
    @TempDir
    private Path directory;

    private static BenchResult result(String name, Double... samples) {
        return new BenchResult(Map.of("benchmark", "x"), List.of(new Figure(name, List.of(samples))), List.of());
    }

    private static Verdict verdict(BenchResult before, BenchResult after) {
        return new Comparison(before, after, 0.1, false).changes().get(0).verdict();
    }

    @Test
    void read_afterWrite_isTheSame() throws IOException {
        BenchResult written = new BenchResult(
                Map.of("benchmark", "x", "seed", "7"),
                List.of(Figure.of("a_per_s", 1.5), new Figure("b_ms", List.of(1.0, 2.0, 4.0))),
                List.of(new Series("c", "n", "x", "y", List.of(new Series.Point(1, 2), new Series.Point(3, 4)))));
        Path file = directory.resolve("a.json");
        written.writeJson(file);

        assertThat(ResultFile.read(file)).isEqualTo(written);
        assertThat(written.lines()).contains("a_per_s=1.5000", "b_ms=2");
    }

    @Test
    void read_resultsOfAnn_areFiguresAndACurve() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), """
                {"conditions": {"engine": "vexfs"}, "buildSeconds": 2.5, "results": [
                  {"ef": 16, "recall": 0.9, "queriesPerSecond": 100.0, "queriesPerSecondRounds": [90.0, 100.0, 130.0], "p50Micros": 5.0}]}
                """);

        BenchResult read = ResultFile.read(file);

        assertThat(read.name()).isEqualTo("ann");
        assertThat(read.figure("buildSeconds").orElseThrow().value()).isEqualTo(2.5);
        assertThat(read.figure("ef16.queriesPerSecond").orElseThrow().samples()).containsExactly(90.0, 100.0, 130.0);
        assertThat(read.series().get(0).points()).containsExactly(new Series.Point(0.9, 100));
    }

    @Test
    void readAll_directory_takesOneSampleOfEachRun() throws IOException {
        for (int run = 0; run < 4; run++) {
            result("a_per_s", 100.0 + run, 102.0 + run, 500.0).writeJson(directory.resolve(run + ".json"));
        }
        assertThat(ResultFile.readAll(directory).figures().get(0).samples())
                .containsExactly(102.0, 103.0, 104.0, 105.0);
    }

    @Test
    void read_noResult_isNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "{}");
        assertThatVexfs(() -> ResultFile.read(file))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessageContaining("a.json: expected a result that 'vexfs bench … --json' wrote");
        Files.writeString(file, "{\n\"a\": nonsense}");
        assertThatVexfs(() -> ResultFile.read(file))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessageContaining("a.json line 2: expected JSON");
    }

    @Test
    void compare_samplesApart_areBetterOrWorseByTheName() {
        assertThat(verdict(result("a_per_s", 10.0, 10.1, 10.2, 9.9), result("a_per_s", 8.0, 8.1, 8.2, 7.9)))
                .isEqualTo(Verdict.WORSE);
        assertThat(verdict(result("p99Micros", 10.0, 10.1, 10.2, 9.9), result("p99Micros", 8.0, 8.1, 8.2, 7.9)))
                .isEqualTo(Verdict.BETTER);
        assertThat(verdict(result("thing", 10.0, 10.1, 10.2, 9.9), result("thing", 8.0, 8.1, 8.2, 7.9)))
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void compare_samplesMixed_areNoise() {
        assertThat(verdict(result("a_per_s", 10.0, 14.0, 9.0, 12.0), result("a_per_s", 8.0, 13.0, 9.5, 11.0)))
                .isEqualTo(Verdict.SAME);
        // Apart, but by less than anybody would see.
        assertThat(verdict(result("a_per_s", 10.0, 10.0, 10.0, 10.0), result("a_per_s", 9.9, 9.9, 9.9, 9.9)))
                .isEqualTo(Verdict.SAME);
    }

    /** Two runs of the same thing differ more than their rounds do. */
    @Test
    void compare_fewPerCent_countOfRunsAndNotOfRounds() {
        BenchResult before = result("a_per_s", 100.0, 100.5, 100.2, 100.9);
        BenchResult after = result("a_per_s", 94.0, 94.4, 95.1, 94.8);

        assertThat(new Comparison(before, after, 0.1, false).changes().get(0).verdict())
                .isEqualTo(Verdict.SAME);
        assertThat(new Comparison(before, after, 0.1, true).changes().get(0).verdict())
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void compare_singleSamples_needMoreThanTheNoise() {
        assertThat(verdict(result("a_per_s", 100.0), result("a_per_s", 91.0))).isEqualTo(Verdict.SAME);
        assertThat(verdict(result("a_per_s", 100.0), result("a_per_s", 89.0))).isEqualTo(Verdict.WORSE);
        assertThat(verdict(result("errors", 0.0), result("errors", 1.0))).isEqualTo(Verdict.WORSE);
    }

    @Test
    void compare_otherConditions_areNoted() {
        BenchResult before = new BenchResult(Map.of("java", "17"), List.of(Figure.of("a", 1)), List.of());
        BenchResult after = new BenchResult(Map.of("java", "25"), List.of(Figure.of("a", 1)), List.of());

        assertThat(new Comparison(before, after, 0.1, false).notes()).containsExactly("java was 17, is 25");
    }

    /** Tables of the test's exact distribution: fully apart, n = m = 3: 2 of 20; n = m = 5: 2 of 252. */
    @Test
    void probability_knownCases_isExact() {
        List<Double> low = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
        List<Double> high = List.of(11.0, 12.0, 13.0, 14.0, 15.0);
        assertThat(RankTest.probability(low.subList(0, 3), high.subList(0, 3))).isCloseTo(2 / 20.0, within(1e-12));
        assertThat(RankTest.probability(high, low)).isCloseTo(2 / 252.0, within(1e-12));
        assertThat(RankTest.probability(low, low)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a_per_s": {"least": 10}}           |
            {"a_per_s": {"least": 10.5}}         | a_per_s: expected at least 10.50, was 10
            {"a_per_s": {"least": 1, "most": 5}} | a_per_s: expected at most 5, was 10
            {"other": {"most": 5}}               | other was not measured
            """)
    void thresholds_kept_orMissed(String json, String missed) throws IOException {
        Path file = Files.writeString(directory.resolve("t.json"), json);
        assertThat(Thresholds.read(file).missed(result("a_per_s", 10.0)))
                .isEqualTo(missed == null ? List.of() : List.of(missed));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": {"max": 5}}      | a: expected an object with the numbers least, most or both
            {"a": 5}               | a: expected an object with the numbers least, most or both
            {"a": {"least": "x"}}  | a: expected an object with the numbers least, most or both
            [1]                    | expected a JSON object
            """)
    void thresholds_nonsense_isNamed(String json, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("t.json"), json);
        assertThatVexfs(() -> Thresholds.read(file))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessageContaining("t.json", message);
    }

    @Test
    void page_ofResults_needsNothingElseAndIsWellFormed() throws Exception {
        Path file = directory.resolve("page.html");
        BenchResult result = new BenchResult(
                Map.of("benchmark", "a <b> & 'c'"),
                List.of(Figure.of("a<script>", 1)),
                List.of(
                        new Series(
                                "speed", "one", "x", "y", List.of(new Series.Point(1, 1), new Series.Point(2, 1_000))),
                        new Series("speed", "two", "x", "y", List.of(new Series.Point(1, 5))),
                        new Series("nothing", "none", "x", "y", List.of())));
        ReportPage.write(file, "T & T", List.of(result));

        String page = Files.readString(file);
        assertThat(page).contains("<svg", "a&lt;script&gt;", "y (logarithmic)").doesNotContain("NaN", "Infinity");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "src=", "href=", "@import");
        String markup = page.replace("<!doctype html>", "").replace("<meta charset='utf-8'>", "");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(markup)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(2);
    }
}
