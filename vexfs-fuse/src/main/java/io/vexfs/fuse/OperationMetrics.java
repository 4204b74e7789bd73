package io.vexfs.fuse;

import com.codahale.metrics.Meter;
import io.vexfs.api.MetricSample;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long one kind of the kernel's operations takes, how often it failed, and what stack it takes. Every one is timed. The
 * meter, which keeps three averages, is told a few times a second. Safe from many threads.
 */
final class OperationMetrics {
    /** What takes longer counts as this. */
    static final long LONGEST_NANOS = 120_000_000_000L;
    /** Durations are right to 1 %. */
    static final int DIGITS = 2;
    /** The first calls of each operation run in the interpreter and load classes; what they took is judged by itself. */
    private static final int COLD_CALLS = 1_000;

    private static final long METER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final AtomicHistogram nanos = new AtomicHistogram(LONGEST_NANOS, DIGITS);
    private final AtomicHistogram stackBytes =
            new AtomicHistogram(StackProbe.REACH_BYTES + StackProbe.UNSEEN_BYTES, DIGITS);
    private final RecentMedian recentStack = new RecentMedian();
    private final LongAdder total = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Meter rate = new Meter();
    private final AtomicLong metered = new AtomicLong();
    private final AtomicLong meteredAt = new AtomicLong(System.nanoTime());
    private final RecentMaximum recent = new RecentMaximum();
    private boolean warm;
    private volatile MetricSample.@Nullable Timer last;

    /** Counts one that took so long and ended now. */
    void add(long took, long now) {
        nanos.recordValue(Math.max(0, Math.min(took, LONGEST_NANOS)));
        total.add(took);
        recent.add(took);
        long before = meteredAt.get();
        if (now - before > METER_NANOS && meteredAt.compareAndSet(before, now)) {
            rate();
        }
    }

    private Meter rate() {
        long count = count();
        long before = metered.getAndAccumulate(count, Math::max);
        if (count > before) {
            rate.mark(count - before);
        }
        return rate;
    }

    /** Counts one of them as failed. */
    void failed() {
        errors.increment();
    }

    long count() {
        return nanos.getTotalCount();
    }

    long totalNanos() {
        return total.sum();
    }

    long errors() {
        return errors.sum();
    }

    /** Whether it was called often enough to be compiled; looked at again until it is. */
    boolean warm() {
        if (!warm) {
            warm = count() > COLD_CALLS;
        }
        return warm;
    }

    /** Adds each that was timed. */
    void addTo(Histogram all) {
        all.add(nanos);
    }

    void stackUsed(int bytes) {
        stackBytes.recordValue(bytes);
        recentStack.add(bytes);
    }

    long stackSamples() {
        return stackBytes.getTotalCount();
    }

    /** The median of all samples. */
    long stackTypical() {
        return stackBytes.getValueAtPercentile(50);
    }

    /** The median of the last samples. */
    int stackRecently() {
        return recentStack.value();
    }

    long stackMost() {
        return stackBytes.getMaxValue();
    }

    /** What is known; where nothing was recorded since the last time, the values are not looked at again. */
    MetricSample.Timer sample(String name) {
        MetricSample.Timer known = last;
        MetricSample.Timer now = known != null && known.count() == count() ? known : distribution(name);
        last = now;
        Meter meter = rate();
        return new MetricSample.Timer(
                name,
                now.count(),
                total.sum(),
                meter.getOneMinuteRate(),
                meter.getFiveMinuteRate(),
                meter.getFifteenMinuteRate(),
                now.minNanos(),
                now.meanNanos(),
                now.maxNanos(),
                recent.value(System.nanoTime()),
                now.p50Nanos(),
                now.p95Nanos(),
                now.p99Nanos(),
                now.p999Nanos());
    }

    /** Its count is that of its values, also while others record. */
    private MetricSample.Timer distribution(String name) {
        Histogram values = new Histogram(LONGEST_NANOS, DIGITS);
        values.add(nanos);
        long count = values.getTotalCount();
        return new MetricSample.Timer(
                name,
                count,
                0,
                0,
                0,
                0,
                count == 0 ? 0 : values.getMinValue(),
                values.getMean(),
                values.getMaxValue(),
                0,
                values.getValueAtPercentile(50),
                values.getValueAtPercentile(95),
                values.getValueAtPercentile(99),
                values.getValueAtPercentile(99.9));
    }
}
