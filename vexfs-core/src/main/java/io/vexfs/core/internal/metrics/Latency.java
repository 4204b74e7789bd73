package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Meter;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import io.vexfs.api.MetricSample;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long one kind of operation takes: what Dropwizard's timer is, for less. Safe from many threads.
 *
 * <p>Implementation note. Every operation is counted, by one addition to a counter that few threads share. Reading the clock
 * twice would be a good part of an operation of half a microsecond; so while the last {@link #SHORT_RUN} that were timed
 * all took less than {@link #SHORT_NANOS}, only one of {@link #SAMPLED} is timed, and stands for all of them. The first
 * that takes longer ends that. The meter, which keeps three averages, is told a few times a second.
 */
public final class Latency implements Metered, Sampling {
    /** Below this, timing each operation would cost more than 3 % of it. */
    static final long SHORT_NANOS = 5_000;
    /** So many in a row have to be short before only some are timed. */
    static final int SHORT_RUN = 512;
    /** One of so many is timed then. */
    static final int SAMPLED = 16;
    /** The first operations run in the interpreter and load classes; what they took is judged by itself. */
    static final int COLD_CALLS = 1_000;

    private static final long METER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long UNTIMED = 0;
    private static final long STANDS_FOR_MORE = 1;
    private static final int STRIPES = 8;
    /** Longs from one counter to the next, so that each has cache lines of its own. */
    private static final int PAD = 16;

    private final HdrReservoir reservoir;
    private final Meter meter = new Meter();
    private final AtomicLong metered = new AtomicLong();
    private final AtomicLong meteredAt = new AtomicLong(System.nanoTime());
    private final RecentMaximum recent = new RecentMaximum();
    private final RecentMaximum cold = new RecentMaximum();
    private final AtomicLongArray calls = new AtomicLongArray((STRIPES + 1) * PAD);
    private final boolean measured;
    /** Neither is written often, and both may be wrong for a moment. */
    private int shortRun;

    private boolean sampling;
    private volatile boolean warm;
    private volatile MetricSample.@Nullable Timer last;

    Latency(int digits, boolean measured) {
        this.reservoir = new HdrReservoir(digits);
        this.measured = measured;
    }

    /** Counts an operation that begins now; what it gives is for {@link #since}. */
    public long begin() {
        if (!measured) {
            return UNTIMED;
        }
        long call = calls.getAndIncrement(stripe());
        if (sampling) {
            return call % SAMPLED == 0 ? System.nanoTime() | STANDS_FOR_MORE : UNTIMED;
        }
        long now = System.nanoTime() & ~STANDS_FOR_MORE;
        return now == UNTIMED ? 2 : now;
    }

    private static int stripe() {
        return ((int) Thread.currentThread().getId() & STRIPES - 1) * PAD + PAD;
    }

    /** Times the operation that began then. */
    public void since(long begin) {
        if (begin != UNTIMED) {
            long now = System.nanoTime();
            add(now - begin, (begin & STANDS_FOR_MORE) == 0 ? 1 : SAMPLED, now);
        }
    }

    /** Counts an operation that took so long. */
    public void took(long nanos) {
        if (measured) {
            calls.getAndIncrement(stripe());
            add(nanos, 1, System.nanoTime());
        }
    }

    private void add(long nanos, int count, long now) {
        reservoir.update(nanos, count);
        (warm ? recent : cold).add(nanos);
        if (nanos > SHORT_NANOS) {
            if (shortRun != 0) {
                shortRun = 0;
                sampling = false;
            }
        } else if (!sampling) {
            shortRun++;
            sampling = shortRun >= SHORT_RUN;
        }
        long before = meteredAt.get();
        if (now - before > METER_NANOS && meteredAt.compareAndSet(before, now)) {
            meter();
        }
    }

    private Meter meter() {
        long count = getCount();
        warm = count >= COLD_CALLS;
        long before = metered.getAndAccumulate(count, Math::max);
        if (count > before) {
            meter.mark(count - before);
        }
        return meter;
    }

    @Override
    public long getCount() {
        long count = 0;
        for (int i = 0; i < calls.length(); i += PAD) {
            count += calls.get(i);
        }
        return count;
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

    /** The longest of the last seconds, without the first operations. */
    long recentMax() {
        return recent.value(System.nanoTime());
    }

    /** The longest of the last seconds among the first operations. */
    long coldMax() {
        return cold.value(System.nanoTime());
    }

    /** What is known; where nothing was added since the last time, without looking at every value again. */
    MetricSample.Timer sample(String name) {
        long count = getCount();
        long recently = Math.max(recentMax(), coldMax());
        MetricSample.Timer known = last;
        MetricSample.Timer now = known != null && known.count() == count ? known : distribution(name, count);
        last = now;
        return new MetricSample.Timer(
                name,
                count,
                now.totalNanos(),
                getOneMinuteRate(),
                getFiveMinuteRate(),
                getFifteenMinuteRate(),
                now.minNanos(),
                now.meanNanos(),
                now.maxNanos(),
                recently,
                now.p50Nanos(),
                now.p95Nanos(),
                now.p99Nanos(),
                now.p999Nanos());
    }

    private MetricSample.Timer distribution(String name, long count) {
        Histogram values = values();
        boolean none = values.getTotalCount() == 0;
        return new MetricSample.Timer(
                name,
                // One that runs still is counted and not timed, so that this is to be looked at again.
                values.getTotalCount() == count ? count : -1,
                (long) (values.getMean() * count),
                0,
                0,
                0,
                none ? 0 : values.getMinValue(),
                values.getMean(),
                values.getMaxValue(),
                0,
                values.getValueAtPercentile(50),
                values.getValueAtPercentile(95),
                values.getValueAtPercentile(99),
                values.getValueAtPercentile(99.9));
    }
}
