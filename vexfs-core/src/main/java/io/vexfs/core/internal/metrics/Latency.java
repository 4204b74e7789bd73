package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Meter;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import io.vexfs.api.MetricSample;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long one kind of operation takes: what Dropwizard's timer is, for less. Safe from many threads.
 *
 * <p>Implementation note. Every operation is counted. Reading the clock twice would be a good part of an operation of half
 * a microsecond; so while nearly all take less than {@link #SHORT_NANOS}, only one of {@link #SAMPLED} is timed, at random, and
 * stands for as many. One that takes {@link #LONG_NANOS}, or many that are not short, end that; and so that rare long ones
 * cannot stay unseen, the next one is timed each time that somebody asks for the longest. The meter, which keeps three
 * averages, is told a few times a second.
 */
public final class Latency implements Metered, Sampling {
    /** Below this, timing each operation would cost more than 1 % of it. */
    static final long SHORT_NANOS = 5_000;
    /** One that takes so long is no hiccup: from then on each is timed. */
    static final long LONG_NANOS = 1_000_000;
    /** So many more have to be short than are not, before only some are timed. */
    static final int SHORT_RUN = 512;
    /** One of so many is timed then. */
    static final int SAMPLED = 64;
    /** The first operations run in the interpreter and load classes; what they took is judged by itself. */
    static final int COLD_CALLS = 1_000;

    /** What one that is not short weighs against the short ones: more than 1.5 % of them, and each is timed. */
    private static final int NOT_SHORT = 64;

    private static final long METER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long UNTIMED = 0;
    private static final long STANDS_FOR_MORE = 1;

    private final HdrReservoir reservoir;
    private final ThreadCounts counts;
    private final int slot;
    private final Meter meter = new Meter();
    private final AtomicLong metered = new AtomicLong();
    private final AtomicLong meteredAt = new AtomicLong(System.nanoTime());
    private final RecentMaximum recent = new RecentMaximum();
    private final RecentMaximum cold = new RecentMaximum();
    /** How many more are short; 0 to {@link #SHORT_RUN}. May be wrong for a moment, as {@code sampling} may. */
    private int shortRun;

    private boolean sampling;
    /** Whether the next one is timed whatever the sampling says. */
    private boolean asked;

    /** The largest total that was told: one that falls is taken for a restart. */
    private final AtomicLong told = new AtomicLong();

    private volatile boolean warm;
    private volatile MetricSample.@Nullable Timer last;

    /**
     * Nothing so far.
     *
     * @param slot of the counts, where operations are counted
     */
    Latency(int digits, ThreadCounts counts, int slot) {
        this.reservoir = new HdrReservoir(digits);
        this.counts = counts;
        this.slot = slot;
    }

    /** Counts an operation that begins now; what it gives is for {@link #since}. */
    public long begin() {
        if (!counts.on()) {
            return UNTIMED;
        }
        ThreadCounts.Cell cell = counts.cell();
        cell.add(slot, 1);
        if (sampling) {
            if (!asked) {
                return cell.picked(slot, SAMPLED) ? System.nanoTime() | STANDS_FOR_MORE : UNTIMED;
            }
            asked = false;
        }
        long now = System.nanoTime() & ~STANDS_FOR_MORE;
        return now == UNTIMED ? 2 : now;
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
        if (counts.on()) {
            counts.cell().add(slot, 1);
            add(nanos, 1, System.nanoTime());
        }
    }

    private void add(long nanos, int count, long now) {
        reservoir.update(nanos, count);
        (warm ? recent : cold).add(nanos);
        judge(nanos);
        long before = meteredAt.get();
        if (now - before > METER_NANOS && meteredAt.compareAndSet(before, now)) {
            meter();
        }
    }

    /** Whether all are to be timed from now on, or some. */
    private void judge(long nanos) {
        if (nanos <= SHORT_NANOS) {
            if (shortRun < SHORT_RUN) {
                shortRun++;
                sampling |= shortRun == SHORT_RUN;
            }
        } else if (shortRun > 0 || sampling) {
            shortRun = nanos < LONG_NANOS ? Math.max(0, shortRun - NOT_SHORT) : 0;
            sampling &= shortRun > 0;
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
        return counts.sum(slot);
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
        asked = sampling;
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
                told.accumulateAndGet(now.totalNanos(), Math::max),
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
                // Of those that were timed and stand for all: the mean times the count falls when a short one is added.
                (long) (values.getMean() * values.getTotalCount()),
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
