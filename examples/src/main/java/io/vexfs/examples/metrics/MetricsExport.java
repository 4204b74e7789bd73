package io.vexfs.examples.metrics;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.MetricSample;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorCollection;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import java.util.Locale;

/** Works a little with a store, then prints what it measured, one line a metric, as a monitoring system wants it. */
public final class MetricsExport {
    private MetricsExport() {}

    /** Runs with the store in the directory that the first argument names. */
    public static void main(String[] arguments) {
        try (Vexfs db = Vexfs.open(Path.of(arguments[0]))) {
            VectorCollection points = db.collection("/points", 2, DistanceMetric.L2);
            for (int i = 0; i < 100; i++) {
                points.put("p" + i, new float[] {i, 1});
            }
            for (int i = 0; i < 10; i++) {
                points.search(SearchRequest.nearest(new float[] {i, 1}).build());
            }
            db.bridge().metrics().forEach(sample -> System.out.println(line(sample)));

            // The most important ones are also fields of one record.
            FusePerformanceMetrics performance = db.bridge().performance();
            System.out.println(performance);
        }
    }

    private static String line(MetricSample sample) {
        if (sample instanceof MetricSample.Timer timer) {
            return String.format(
                    Locale.ROOT,
                    "%s count=%d p50_us=%.1f p99_us=%.1f",
                    timer.name(),
                    timer.count(),
                    timer.p50Nanos() / 1e3,
                    timer.p99Nanos() / 1e3);
        }
        if (sample instanceof MetricSample.Counter counter) {
            return counter.name() + " " + counter.count();
        }
        return sample.name() + " " + ((MetricSample.Gauge) sample).value();
    }
}
