package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.MetricSample;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP " + NAME + " [^\\n]+");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|summary)");
    private static final Pattern LINE =
            Pattern.compile("(" + NAME + ")(\\{quantile=\"0\\.\\d+\"\\})? (-?\\d+(\\.\\d+)?([eE]-?\\d+)?|NaN|[+-]Inf)");

    private static String text(MetricSample... samples) {
        return new String(PrometheusText.of(List.of(samples)), StandardCharsets.UTF_8);
    }

    /** Holds a text to the grammar: every family has help and type once, and only its own lines behind them. */
    static void requireGrammar(String text) {
        assertThat(text).endsWith("\n");
        Set<String> families = new HashSet<>();
        String family = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP")) {
                assertThat(line).matches(HELP);
            } else if (line.startsWith("#")) {
                var type = TYPE.matcher(line);
                assertThat(type.matches()).as(line).isTrue();
                family = type.group(1);
                assertThat(families.add(family)).as("twice: " + family).isTrue();
                assertThat(family.endsWith("_total"))
                        .as(line)
                        .isEqualTo(type.group(2).equals("counter"));
            } else {
                var sample = LINE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isIn(family, family + "_sum", family + "_count");
            }
        }
    }

    @Test
    void of_aCounter_endsInTotal() {
        assertThat(text(new MetricSample.Counter("vexfs.fuse.read.errors", 3))).isEqualTo("""
                        # HELP vexfs_fuse_read_errors_total vexfs.fuse.read.errors
                        # TYPE vexfs_fuse_read_errors_total counter
                        vexfs_fuse_read_errors_total 3
                        """);
    }

    @Test
    void of_aGaugeWithAHyphen_hasAName() {
        String text = text(new MetricSample.Gauge("vexfs.alert.error-rate", 1.5));
        assertThat(text).endsWith("vexfs_alert_error_rate 1.5\n");
        requireGrammar(text);
    }

    @Test
    void of_aTimer_isASummaryInSeconds() {
        String text = text(new MetricSample.Timer(
                "vexfs.fuse.read.nanos", 4, 2_500_000_000L, 1, 1, 1, 1, 2, 9, 500_000_000L, 1_000, 2, 3, 4));
        requireGrammar(text);
        assertThat(text)
                .contains("# TYPE vexfs_fuse_read_seconds summary\n")
                .contains("vexfs_fuse_read_seconds{quantile=\"0.5\"} 1.0E-6\n")
                .contains("vexfs_fuse_read_seconds_sum 2.5\n")
                .contains("vexfs_fuse_read_seconds_count 4\n")
                .contains("vexfs_fuse_read_max_seconds 0.5\n");
    }

    @Test
    void of_oddNumbers_staysInTheGrammar() {
        requireGrammar(text(
                new MetricSample.Gauge("a", Double.NaN),
                new MetricSample.Gauge("b", Double.POSITIVE_INFINITY),
                new MetricSample.Gauge("c", -0.25),
                new MetricSample.Gauge("d", 1e300),
                new MetricSample.Gauge("e", Long.MAX_VALUE),
                new MetricSample.Gauge("f.nanos", 1)));
    }
}
