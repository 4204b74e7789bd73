package io.vexfs.core.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md to the engine's names, and the names to the docs. */
class EngineMetricsTest {
    private static final String ERRORS = EngineMetrics.ERRORS + ".";

    @Test
    void docs_tableOfTheEngine_namesEveryMetricWithItsKindAndNoOther() throws IOException {
        List<String> measured = metrics().samples().stream()
                .map(EngineMetricsTest::row)
                .distinct()
                .toList();

        assertThat(documented("## The engine")).containsExactlyInAnyOrderElementsOf(measured);
    }

    @Test
    void samples_ofErrors_areOneForEachError() {
        List<String> names = metrics().samples().stream()
                .map(MetricSample::name)
                .filter(name -> name.startsWith(ERRORS))
                .toList();

        assertThat(names).hasSameSizeAs(FuseVexfsError.values());
    }

    private static EngineMetrics metrics() {
        Map<StoreGauge, DoubleSupplier> gauges = new EnumMap<>(StoreGauge.class);
        for (StoreGauge gauge : StoreGauge.values()) {
            gauges.put(gauge, gauge::ordinal);
        }
        return new EngineMetrics(true, gauges);
    }

    private static String row(MetricSample sample) {
        String name = sample.name().startsWith(ERRORS) ? ERRORS + "<error>" : sample.name();
        return name + " " + sample.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** "name kind" of each row of the table below a heading. */
    private static List<String> documented(String heading) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "metrics.md"));
        String section =
                text.substring(text.indexOf(heading) + heading.length()).split("\n## ")[0];
        return Pattern.compile("^\\| `([^`]+)` \\| (\\w+) \\|", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
    }
}
