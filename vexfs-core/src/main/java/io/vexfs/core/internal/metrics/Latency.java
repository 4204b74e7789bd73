package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Meter;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import io.vexfs.api.MetricSample;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * How long one kind of operation takes: what Dropwizard's timer is, for less. Safe from many threads.
 *
 * <p>Implementation note. Counting an operation is one value in the reservoir. The meter, which reads the clock and keeps
 * three averages, is told a few times a second how many there were.
 */
public final class Latency implements Metered, Sampling {
    private static final long METER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final HdrReservoir reservoir;
    private final Meter meter = new Meter();
    private final AtomicLong metered = new AtomicLong();
    private final AtomicLong meteredAt = new AtomicLong(System.nanoTime());
    private final RecentMaximum recent = new RecentMaximum();
    private final boolean measured;

    Latency(int digits, boolean measured) {
        this.reservoir = new HdrReservoir(digits);
        this.measured = measured;
    }

    /** The moment at which an operation begins; for {@link #since}. */
    public long begin() {
        return measured ? System.nanoTime() : 0;
    }

    /** Counts the operation that began then. */
    public void since(long begin) {
        if (measured) {
            long now = System.nanoTime();
            add(now - begin, now);
        }
    }

    /** Counts an operation that took so long. */
    public void took(long nanos) {
        if (measured) {
            add(nanos, System.nanoTime());
        }
    }

    private void add(long nanos, long now) {
        reservoir.update(nanos);
        recent.add(nanos);
        long last = meteredAt.get();
        if (now - last > METER_NANOS && meteredAt.compareAndSet(last, now)) {
            meter();
        }
    }

    private Meter meter() {
        long count = reservoir.count();
        long before = metered.getAndAccumulate(count, Math::max);
        if (count > before) {
            meter.mark(count - before);
        }
        return meter;
    }

    @Override
    public long getCount() {
        return reservoir.count();
    }

    @Override
    public double getOneMinuteRate() {
        return meter().getOneMinuteRate();
    }

    @Override
    public double getFiveMinuteRate() {
        return meter().getFiveMinuteRate();
    }

    @Override
    public double getFifteenMinuteRate() {
        return meter().getFifteenMinuteRate();
    }

    @Override
    public double getMeanRate() {
        return meter().getMeanRate();
    }

    @Override
    public Snapshot getSnapshot() {
        return reservoir.getSnapshot();
    }

    Histogram values() {
        return reservoir.values();
    }

    /** All durations together, as exact as the reservoir's digits. */
    long total() {
        return total(values());
    }

    static long total(Histogram values) {
        return (long) (values.getMean() * values.getTotalCount());
    }

    long recentMax() {
        return recent.value(System.nanoTime());
    }

    MetricSample.Timer sample(String name) {
        Histogram values = values();
        long count = values.getTotalCount();
        return new MetricSample.Timer(
                name,
                count,
                total(values),
                getOneMinuteRate(),
                getFiveMinuteRate(),
                getFifteenMinuteRate(),
                count == 0 ? 0 : values.getMinValue(),
                values.getMean(),
                values.getMaxValue(),
                recentMax(),
                values.getValueAtPercentile(50),
                values.getValueAtPercentile(95),
                values.getValueAtPercentile(99),
                values.getValueAtPercentile(99.9));
    }
}
