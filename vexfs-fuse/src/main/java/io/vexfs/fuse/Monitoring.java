package io.vexfs.fuse;

import io.vexfs.api.AlertWatch;
import io.vexfs.api.Bridge;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.JmxMetrics;
import io.vexfs.api.MetricSample;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a mount measures, and everything that tells of it besides the control files. */
final class Monitoring implements AutoCloseable {
    private final Bridge bridge;
    private final OpenFiles open;
    private final MonitoringOptions options;
    private final MountMetrics metrics;
    private final AlertWatch alerts;
    /** What is to be closed, the last one first. */
    private final Deque<Runnable> outlets = new ArrayDeque<>();

    private volatile OptionalInt port = OptionalInt.empty();

    Monitoring(Bridge bridge, OpenFiles open, MonitoringOptions options, InstantSource clock) {
        this.bridge = bridge;
        this.open = open;
        this.options = options;
        metrics = new MountMetrics(options.measured());
        alerts = new AlertWatch(
                () -> metrics.readings(bridge.readings()), options.thresholds(), options.listener(), clock);
    }

    MountMetrics metrics() {
        return metrics;
    }

    AlertWatch alerts() {
        return alerts;
    }

    /** The port that metrics are served on; empty for none. */
    OptionalInt port() {
        return port;
    }

    /** Everything measured, of the bridge and of the mount. */
    List<MetricSample> samples() {
        List<MetricSample> samples = new ArrayList<>(bridge.metrics());
        samples.addAll(metrics.samples(open.size(), alerts));
        return samples;
    }

    FusePerformanceMetrics performance() {
        return metrics.performance(bridge.performance());
    }

    /** Takes the port and the log's file, before anything is mounted. */
    void open(ControlTexts texts) {
        boolean opened = false;
        try {
            if (options.port().isPresent()) {
                MetricsServer server = new MetricsServer(options.port().getAsInt(), pages(texts));
                outlets.push(server::close);
                port = OptionalInt.of(server.port());
            }
            if (options.log().isPresent()) {
                outlets.push(log(options.log().get(), texts)::close);
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private static Map<String, MetricsServer.Page> pages(ControlTexts texts) {
        return Map.of(
                "/metrics", new MetricsServer.Page(PrometheusText.CONTENT_TYPE, texts::prometheus),
                "/metrics.json", new MetricsServer.Page("application/json", texts::metrics),
                "/status.json", new MetricsServer.Page("application/json", texts::status),
                "/alerts.jsonl", new MetricsServer.Page("application/x-ndjson", texts::alerts));
    }

    private MetricsLog log(Path file, ControlTexts texts) {
        MetricsLog log = new MetricsLog(file, options.logInterval(), texts::metricsLine);
        try {
            log.start();
        } catch (IOException failure) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "metrics log: expected a file that can be written, was " + file + " (" + failure + ")",
                    failure);
        }
        return log;
    }

    /** Begins to watch, once the mount answers. */
    void start(Path mountPoint) {
        JmxMetrics bean = JmxMetrics.register("Mount", mountPoint, this::samples);
        outlets.push(bean::close);
        if (options.measured()) {
            alerts.start();
            outlets.push(alerts::close);
        }
    }

    @Override
    public void close() {
        while (!outlets.isEmpty()) {
            outlets.pop().run();
        }
    }
}
