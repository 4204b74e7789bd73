package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceAlert;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Samples and alerts as JSON. */
final class JsonMetrics {
    private JsonMetrics() {}

    /** The fields of an object: numbers by name, and an object for each timer. */
    static void write(JsonGenerator out, List<MetricSample> samples) throws IOException {
        for (MetricSample sample : samples) {
            if (sample instanceof MetricSample.Counter counter) {
                out.writeNumberField(counter.name(), counter.count());
            } else if (sample instanceof MetricSample.Gauge gauge) {
                out.writeNumberField(gauge.name(), gauge.value());
            } else if (sample instanceof MetricSample.Timer timer) {
                out.writeObjectFieldStart(timer.name());
                write(out, timer);
                out.writeEndObject();
            }
        }
    }

    private static void write(JsonGenerator out, MetricSample.Timer timer) throws IOException {
        out.writeNumberField("count", timer.count());
        out.writeNumberField("totalNanos", timer.totalNanos());
        out.writeNumberField("perSecond", timer.perSecond());
        out.writeNumberField("perSecond5Minutes", timer.perSecond5Minutes());
        out.writeNumberField("perSecond15Minutes", timer.perSecond15Minutes());
        out.writeNumberField("minNanos", timer.minNanos());
        out.writeNumberField("meanNanos", timer.meanNanos());
        out.writeNumberField("maxNanos", timer.maxNanos());
        out.writeNumberField("recentMaxNanos", timer.recentMaxNanos());
        out.writeNumberField("p50Nanos", timer.p50Nanos());
        out.writeNumberField("p95Nanos", timer.p95Nanos());
        out.writeNumberField("p99Nanos", timer.p99Nanos());
        out.writeNumberField("p999Nanos", timer.p999Nanos());
    }

    /** One object. */
    static void write(JsonGenerator out, PerformanceAlert alert) throws IOException {
        out.writeStartObject();
        out.writeStringField("budget", alert.budget().text());
        out.writeStringField("start", alert.start().toString());
        out.writeStringField("end", alert.end().map(Instant::toString).orElse(null));
        String unit =
                switch (alert.budget().unit()) {
                    case NANOS -> "Nanos";
                    case RATIO -> "Ratio";
                    case BYTES -> "Bytes";
                };
        out.writeNumberField("limit" + unit, alert.limit());
        out.writeNumberField("worst" + unit, alert.worst());
        out.writeEndObject();
    }
}
