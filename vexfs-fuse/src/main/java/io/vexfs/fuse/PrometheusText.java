package io.vexfs.fuse;

import io.vexfs.api.MetricSample;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Samples in Prometheus' text format. A dot becomes {@code _}, nanoseconds become seconds, a counter ends in
 * {@code _total}, a timer is a summary with a gauge of its longest recent time beside it.
 */
final class PrometheusText {
    /** The format's name, for HTTP. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String NANOS = ".nanos";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Pattern NO_NAME = Pattern.compile("[^a-zA-Z0-9_]");

    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    /** The text of these samples. */
    static byte[] of(List<MetricSample> samples) {
        PrometheusText writer = new PrometheusText();
        samples.forEach(writer::add);
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(MetricSample sample) {
        String name = sample.name();
        boolean nanos = name.endsWith(NANOS);
        String base = NO_NAME.matcher(nanos ? name.substring(0, name.length() - NANOS.length()) : name)
                .replaceAll("_");
        if (sample instanceof MetricSample.Counter counter) {
            head(base + "_total", "counter", name);
            line(base + "_total", counter.count());
        } else if (sample instanceof MetricSample.Gauge gauge) {
            String full = nanos ? base + "_seconds" : base;
            head(full, "gauge", name);
            line(full, nanos ? gauge.value() / NANOS_PER_SECOND : gauge.value());
        } else if (sample instanceof MetricSample.Timer timer) {
            timer(base, timer);
        }
    }

    private void timer(String base, MetricSample.Timer timer) {
        String seconds = base + "_seconds";
        head(seconds, "summary", timer.name());
        quantile(seconds, "0.5", timer.p50Nanos());
        quantile(seconds, "0.95", timer.p95Nanos());
        quantile(seconds, "0.99", timer.p99Nanos());
        quantile(seconds, "0.999", timer.p999Nanos());
        line(seconds + "_sum", timer.totalNanos() / NANOS_PER_SECOND);
        line(seconds + "_count", timer.count());
        head(base + "_max_seconds", "gauge", timer.name() + ", the longest of the last seconds");
        line(base + "_max_seconds", timer.recentMaxNanos() / NANOS_PER_SECOND);
    }

    private void quantile(String name, String quantile, long nanos) {
        line(name + "{quantile=\"" + quantile + "\"}", nanos / NANOS_PER_SECOND);
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, double value) {
        text.append(name).append(' ').append(number(value)).append('\n');
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) ? new BigDecimal(value).toPlainString() : Double.toString(value);
    }
}
