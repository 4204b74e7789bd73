package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.IndexStatus;
import io.vexfs.api.PerformanceAlert;
import io.vexfs.api.StoreStatus;
import io.vexfs.api.SyncStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** What the control files say, as JSON. */
final class ControlTexts {
    private static final JsonFactory JSON = new JsonFactory();

    private final Bridge bridge;
    private final Monitoring monitoring;
    private final OpenFiles open;
    private final Passthrough passthrough;
    private final ErrorLog errors;
    private final InstantSource clock;
    private final Instant mounted;

    ControlTexts(
            Bridge bridge,
            Monitoring monitoring,
            OpenFiles open,
            Passthrough passthrough,
            ErrorLog errors,
            InstantSource clock) {
        this.bridge = bridge;
        this.monitoring = monitoring;
        this.open = open;
        this.passthrough = passthrough;
        this.errors = errors;
        this.clock = clock;
        this.mounted = clock.instant();
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
            List<CollectionInfo> collections = bridge.collections();
            out.writeStartObject();
            StoreStatus store = bridge.status();
            out.writeStringField("state", state(store, collections));
            out.writeObjectFieldStart("store");
            out.writeStringField("state", store.state().text());
            out.writeStringField("since", store.since().toString());
            out.writeStringField("reason", store.reason().orElse(null));
            out.writeEndObject();
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
            out.writeBooleanField("passthrough", passthrough.proven());
            if (monitoring.port().isPresent()) {
                out.writeNumberField("metricsPort", monitoring.port().getAsInt());
            }
            out.writeArrayFieldStart("alerts");
            for (PerformanceAlert alert : monitoring.alerts().alerts()) {
                if (alert.active()) {
                    JsonMetrics.write(out, alert);
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("collections");
            for (CollectionInfo collection : collections) {
                write(out, collection);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** The store's, where it refuses writes though it was to take them; else that of the index that is worst off. */
    private static String state(StoreStatus store, List<CollectionInfo> collections) {
        if (store.state() == StoreStatus.State.REFUSING_WRITES) {
            return store.state().text();
        }
        return collections.stream()
                .map(each -> each.index().state())
                .max(Comparator.naturalOrder())
                .orElse(IndexStatus.State.READY)
                .text();
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
        IndexStatus index = collection.index();
        out.writeObjectFieldStart("index");
        out.writeStringField("state", index.state().text());
        out.writeStringField("since", index.since().toString());
        out.writeStringField("reason", index.reason().orElse(null));
        out.writeNumberField("unlinked", index.unlinked());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Everything measured, by name. */
    byte[] metrics() {
        return text(true, out -> {
            out.writeStartObject();
            JsonMetrics.write(out, monitoring.samples());
            out.writeEndObject();
        });
    }

    /** The same with the time, as one line. */
    byte[] metricsLine() {
        return text(false, out -> {
            out.writeStartObject();
            out.writeStringField("time", clock.instant().toString());
            JsonMetrics.write(out, monitoring.samples());
            out.writeEndObject();
            out.writeRaw('\n');
        });
    }

    /** The same in Prometheus' text format. */
    byte[] prometheus() {
        return PrometheusText.of(monitoring.samples());
    }

    /** The last alerts, one object a line, those that go on last. */
    byte[] alerts() {
        return text(false, out -> {
            for (PerformanceAlert alert : monitoring.alerts().alerts()) {
                JsonMetrics.write(out, alert);
                out.writeRaw('\n');
            }
        });
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
