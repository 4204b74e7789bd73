package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.MetricSample;
import io.vexfs.api.SyncStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/** What the control files say, as JSON. */
final class ControlTexts {
    private static final JsonFactory JSON = new JsonFactory();

    private final Bridge bridge;
    private final MountMetrics metrics;
    private final OpenFiles open;
    private final ErrorLog errors;
    private final Instant mounted;

    ControlTexts(Bridge bridge, MountMetrics metrics, OpenFiles open, ErrorLog errors, Instant mounted) {
        this.bridge = bridge;
        this.metrics = metrics;
        this.open = open;
        this.errors = errors;
        this.mounted = mounted;
    }

    /** Writes one text. */
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] text(boolean pretty, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            } else {
                out.setRootValueSeparator(null);
            }
            body.write(out);
            if (pretty) {
                out.writeRaw('\n');
            }
        } catch (IOException failure) {
            throw new ErrnoException(Linux.EIO);
        }
        return bytes.toByteArray();
    }

    /** How far store, disk and index are together, and what there is. */
    byte[] status() {
        return text(true, out -> {
            SyncStatus sync = bridge.syncStatus();
            out.writeStartObject();
            out.writeBooleanField("synced", sync.synced());
            out.writeNumberField("pending", sync.pending());
            out.writeNumberField("unsyncedBytes", sync.unsyncedBytes());
            out.writeStringField(
                    "lastSync", sync.lastSync().map(Instant::toString).orElse(null));
            out.writeNumberField("failures", sync.failures());
            out.writeStringField("lastFailure", sync.lastFailure().orElse(null));
            out.writeStringField("durability", bridge.durability().text());
            out.writeBooleanField("readOnly", bridge.readOnly());
            out.writeStringField("mounted", mounted.toString());
            out.writeNumberField("pid", ProcessHandle.current().pid());
            out.writeNumberField("openFiles", open.size());
            out.writeArrayFieldStart("collections");
            for (CollectionInfo collection : bridge.collections()) {
                write(out, collection);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, CollectionInfo collection) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", collection.name());
        out.writeStringField("metric", collection.metric().text());
        out.writeNumberField("dimensions", collection.dimensions());
        out.writeNumberField("size", collection.size());
        out.writeNumberField("pending", collection.pending());
        out.writeStringField("quantization", collection.quantization().text());
        out.writeNumberField("codeBytes", collection.codeBytes());
        out.writeStringField("storage", collection.storage().text());
        out.writeEndObject();
    }

    /** Everything measured, by name. */
    byte[] metrics() {
        return text(true, out -> {
            out.writeStartObject();
            for (MetricSample sample : bridge.metrics()) {
                write(out, sample);
            }
            for (MetricSample sample : metrics.samples(open.size())) {
                write(out, sample);
            }
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, MetricSample sample) throws IOException {
        if (sample instanceof MetricSample.Counter counter) {
            out.writeNumberField(counter.name(), counter.count());
        } else if (sample instanceof MetricSample.Gauge gauge) {
            out.writeNumberField(gauge.name(), gauge.value());
        } else if (sample instanceof MetricSample.Timer timer) {
            out.writeObjectFieldStart(timer.name());
            out.writeNumberField("count", timer.count());
            out.writeNumberField("perSecond", timer.perSecond());
            out.writeNumberField("minNanos", timer.minNanos());
            out.writeNumberField("meanNanos", timer.meanNanos());
            out.writeNumberField("maxNanos", timer.maxNanos());
            out.writeNumberField("p50Nanos", timer.p50Nanos());
            out.writeNumberField("p95Nanos", timer.p95Nanos());
            out.writeNumberField("p99Nanos", timer.p99Nanos());
            out.writeEndObject();
        }
    }

    /** The last failures, one object a line, oldest first. */
    byte[] errors() {
        return text(false, out -> {
            for (ErrorLog.Entry entry : errors.entries()) {
                out.writeStartObject();
                out.writeStringField("time", entry.time().toString());
                out.writeStringField("path", entry.path());
                out.writeStringField("reason", entry.reason());
                out.writeNumberField("errno", entry.errno());
                out.writeEndObject();
                out.writeRaw('\n');
            }
        });
    }
}
