package io.vexfs.fuse;

import com.codahale.metrics.Meter;
import io.vexfs.api.MetricSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a mount measures of its operations, and every name that it uses: {@code vexfs.fuse.<operation>…}. */
final class MountMetrics {
    private static final String PREFIX = "vexfs.fuse.";
    private static final String NANOS = ".nanos";
    private static final String ERRORS = ".errors";
    private static final String OPEN_FILES = PREFIX + "open.files";
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 2;

    private final Map<Operation, Timing> timings = new EnumMap<>(Operation.class);

    /** One operation's times. */
    private static final class Timing {
        private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
        private final LongAdder errors = new LongAdder();
        private final Meter rate = new Meter();
    }

    MountMetrics() {
        for (Operation operation : Operation.values()) {
            timings.put(operation, new Timing());
        }
    }

    /** Counts one operation; negative answers are errors. */
    void answered(Operation operation, long nanos, int answer) {
        Timing timing = timing(operation);
        timing.nanos.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
        timing.rate.mark();
        if (answer < 0) {
            timing.errors.increment();
        }
    }

    private Timing timing(Operation operation) {
        Timing timing = timings.get(operation);
        if (timing == null) {
            throw new AssertionError(operation);
        }
        return timing;
    }

    /** Everything, with the count of open files as it is now. */
    List<MetricSample> samples(int openFiles) {
        List<MetricSample> samples = new ArrayList<>();
        samples.add(new MetricSample.Gauge(OPEN_FILES, openFiles));
        timings.forEach((operation, timing) -> {
            String name = PREFIX + operation.text();
            samples.add(timer(name + NANOS, timing));
            samples.add(new MetricSample.Counter(name + ERRORS, timing.errors.sum()));
        });
        return samples;
    }

    private static MetricSample timer(String name, Timing timing) {
        Histogram nanos = timing.nanos.copy();
        long count = nanos.getTotalCount();
        return new MetricSample.Timer(
                name,
                count,
                timing.rate.getOneMinuteRate(),
                count == 0 ? 0 : nanos.getMinValue(),
                nanos.getMean(),
                nanos.getMaxValue(),
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(95),
                nanos.getValueAtPercentile(99));
    }
}
