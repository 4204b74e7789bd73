package io.vexfs.testkit.bench.mount;

import io.vexfs.api.MetricSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The typical workload in the heap that this JVM has: 10,000 vectors of 128 components, mounted, four clients. */
public final class MemoryBenchmark {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 128;
    private static final int CLIENTS = 4;
    private static final double MIB = 1 << 20;

    private final long phaseNanos;

    /** So many seconds of storing and as many of searching. */
    public MemoryBenchmark(int seconds) {
        phaseNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * What it took.
     *
     * @param heapMaxBytes what the JVM may take
     * @param heapLiveBytes in use at the end, without what was made since the last collection
     * @param residentBytes of the whole process at the end
     * @param anonymousBytes the part of it that is no file
     * @param residentPeakBytes the most it was
     * @param errors calls that failed
     */
    public record Result(
            double heapMaxBytes,
            double heapLiveBytes,
            double residentBytes,
            double anonymousBytes,
            double residentPeakBytes,
            long errors) {
        /** One line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "heap_max_mib=%.1f heap_live_mib=%.1f resident_mib=%.1f anonymous_mib=%.1f resident_peak_mib=%.1f errors=%d",
                    heapMaxBytes / MIB,
                    heapLiveBytes / MIB,
                    residentBytes / MIB,
                    anonymousBytes / MIB,
                    residentPeakBytes / MIB,
                    errors);
        }
    }

    /** Works in a store below {@code work}. */
    public Result run(Path work) throws IOException {
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
            Workload workload = new Workload(bench, VECTORS, DIMENSIONS);
            long errors = Rates.measure(CLIENTS, phaseNanos, workload::storing).errors()
                    + Rates.measure(CLIENTS, phaseNanos, workload::searching).errors();
            return new Result(
                    gauge(bench, "vexfs.jvm.heap.max.bytes"),
                    gauge(bench, "vexfs.jvm.heap.live.bytes"),
                    gauge(bench, "vexfs.process.resident.bytes"),
                    gauge(bench, "vexfs.process.resident.anonymous.bytes"),
                    gauge(bench, "vexfs.process.resident.peak.bytes"),
                    errors);
        }
    }

    private static double gauge(MountedBench bench, String name) {
        for (MetricSample sample : bench.mount().metrics()) {
            if (sample instanceof MetricSample.Gauge gauge && gauge.name().equals(name)) {
                return gauge.value();
            }
        }
        return 0;
    }
}
