package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.AlertWatch;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceThresholds;
import io.vexfs.api.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private static String row(MetricSample sample) {
        Optional<String> measure = operations()
                .map(operation -> "vexfs.fuse." + operation.text() + ".")
                .filter(sample.name()::startsWith)
                .map(prefix -> sample.name().substring(prefix.length()))
                .filter(end -> end.equals("nanos") || end.equals("errors"))
                .findFirst();
        String name = measure.map(end -> "vexfs.fuse." + ANY + "." + end).orElse(sample.name());
        return name + " " + sample.getClass().getSimpleName().toLowerCase(Locale.ROOT);
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
