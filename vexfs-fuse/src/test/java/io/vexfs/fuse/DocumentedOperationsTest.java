package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.AlertWatch;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceThresholds;
import io.vexfs.api.Readings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds README.md and docs/metrics.md to the operations that a mount answers and measures. */
class DocumentedOperationsTest {
    private static final AlertWatch ALERTS =
            new AlertWatch(() -> Readings.NONE, PerformanceThresholds.DEFAULT, alert -> {}, InstantSource.system());
    private static final String ANY = "<operation>";

    @Test
    void readme_tableOfOperations_namesEveryOneOnceAndNoOther() throws IOException {
        String table = section("README.md", "## Operations of the mount");
        String answered = table.lines()
                .filter(line -> line.startsWith("| whole"))
                .map(line -> line.split("\\|")[2])
                .reduce("", String::concat);

        assertThat(words(answered, "`([^`]+)`"))
                .containsExactlyInAnyOrderElementsOf(
                        operations().map(Operation::text).toList());
    }

    @Test
    void metrics_tableOfTheMount_namesEveryMetricWithItsKindAndNoOther() throws IOException {
        List<String> measured = new MountMetrics(true)
                .samples(0, ALERTS).stream()
                        .map(DocumentedOperationsTest::row)
                        .distinct()
                        .toList();

        assertThat(words(section("docs/metrics.md", "## The mount"), "(?m)^\\| `([^`]+` \\| \\w+) \\|"))
                .map(row -> row.replace("` | ", " "))
                .containsExactlyInAnyOrderElementsOf(measured);
    }

    private static Stream<Operation> operations() {
        return Arrays.stream(Operation.values());
    }

    /** Names that are made of a word each stand in the docs once. */
    private static String row(MetricSample sample) {
        String name = sample.name()
                .replaceFirst("^vexfs\\.fuse\\.errno\\..*", "vexfs.fuse.errno.<errno>")
                .replaceFirst("^vexfs\\.fuse\\.failures\\..*", "vexfs.fuse.failures.<error>")
                .replaceFirst("^vexfs\\.alert\\..*", "vexfs.alert.<threshold>");
        String operation = operations()
                .map(Operation::text)
                .filter(text -> sample.name()
                        .matches("vexfs\\.fuse\\." + text + "\\.(nanos|errors|stack\\.bytes|stack\\.peak\\.bytes)"))
                .findFirst()
                .orElse("");
        String row = operation.isEmpty() ? name : name.replace("." + operation + ".", "." + ANY + ".");
        return row + " " + sample.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Test
    void dashboard_everyMetricInIt_isMeasured() throws IOException {
        List<MetricSample> samples = new ArrayList<>(new MountMetrics(true).samples(0, ALERTS));
        String text = new String(PrometheusText.of(samples), StandardCharsets.UTF_8)
                + Files.readString(Path.of("..", "docs", "metrics.md"))
                        .replaceAll("\\.nanos", "_seconds")
                        .replace('.', '_');
        String dashboard = Files.readString(Path.of("..", "docs", "grafana-dashboard.json"));
        List<String> used = words(dashboard, "(vexfs_\\w+)").stream().distinct().toList();

        assertThat(used).hasSizeGreaterThan(20);
        assertThat(used)
                .map(name -> name.replaceFirst("_(total|count|sum)$", "").replaceFirst("(bridge_errors)_.*", "$1"))
                .allMatch(text::contains);
    }

    private static String section(String file, String heading) throws IOException {
        String text = Files.readString(Path.of("..").resolve(file));
        assertThat(text).contains(heading);
        return text.substring(text.indexOf(heading) + heading.length()).split("\n## ")[0];
    }

    private static List<String> words(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
