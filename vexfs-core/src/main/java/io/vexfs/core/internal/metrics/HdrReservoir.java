package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A reservoir that forgets nothing: every duration since the start, to some digits, so that the tail is right.
 * Dropwizard's own keep a sample of 1,028, in which a p99 is a matter of ten values.
 */
final class HdrReservoir implements Reservoir {
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final int digits;
    private final AtomicHistogram histogram;

    HdrReservoir(int digits) {
        this.digits = digits;
        histogram = new AtomicHistogram(LONGEST_NANOS, digits);
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, histogram.getTotalCount());
    }

    @Override
    public void update(long nanos) {
        update(nanos, 1);
    }

    /** Adds a duration that stands for so many. */
    void update(long nanos, int count) {
        long within = Math.max(0, Math.min(nanos, LONGEST_NANOS));
        if (count == 1) {
            histogram.recordValue(within);
        } else {
            histogram.recordValueWithCount(within, count);
        }
    }

    /** Everything so far. What is recorded meanwhile is in it or not; its count is that of its values either way. */
    Histogram values() {
        Histogram values = new Histogram(LONGEST_NANOS, digits);
        values.add(histogram);
        return values;
    }

    @Override
    public Snapshot getSnapshot() {
        return new HdrSnapshot(values());
    }

    private static final class HdrSnapshot extends Snapshot {
        private final Histogram values;

        HdrSnapshot(Histogram values) {
            this.values = values;
        }

        @Override
        public double getValue(double quantile) {
            return values.getTotalCount() == 0 ? 0 : values.getValueAtPercentile(quantile * 100);
        }

        @Override
        public long[] getValues() {
            return new long[0];
        }

        @Override
        public int size() {
            return (int) Math.min(Integer.MAX_VALUE, values.getTotalCount());
        }

        @Override
        public long getMax() {
            return values.getMaxValue();
        }

        @Override
        public double getMean() {
            return values.getMean();
        }

        @Override
        public long getMin() {
            return values.getTotalCount() == 0 ? 0 : values.getMinValue();
        }

        @Override
        public double getStdDev() {
            return values.getStdDeviation();
        }

        @Override
        public void dump(OutputStream output) {
            PrintWriter out = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
            values.recordedValues().forEach(value -> out.printf("%d%n", value.getValueIteratedTo()));
            out.flush();
        }
    }
}
