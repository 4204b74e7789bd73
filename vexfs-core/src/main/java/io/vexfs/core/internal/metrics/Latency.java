package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.vexfs.api.MetricSample;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** How long one kind of operation takes. Safe from many threads. */
public final class Latency {
    private final HdrReservoir reservoir;
    private final Timer timer;
    private final RecentMaximum recent = new RecentMaximum();
    private final LongAdder total = new LongAdder();
    private final boolean measured;

    Latency(int digits, boolean measured) {
        this.reservoir = new HdrReservoir(digits);
        this.timer = new Timer(reservoir);
        this.measured = measured;
    }

    /** The moment at which an operation begins; for {@link #since}. */
    public long begin() {
        return measured ? System.nanoTime() : 0;
    }

    /** Counts the operation that began then. */
    public void since(long begin) {
        if (measured) {
            took(System.nanoTime() - begin);
        }
    }

    /** Counts an operation that took so long. */
    public void took(long nanos) {
        if (measured) {
            timer.update(nanos, TimeUnit.NANOSECONDS);
            total.add(nanos);
            recent.add(nanos);
        }
    }

    Timer timer() {
        return timer;
    }

    Histogram values() {
        return reservoir.values();
    }

    /** All durations together. */
    long total() {
        return total.sum();
    }

    long recentMax() {
        return recent.value(System.nanoTime());
    }

    MetricSample.Timer sample(String name) {
        Snapshot snapshot = timer.getSnapshot();
        return new MetricSample.Timer(
                name,
                timer.getCount(),
                total.sum(),
                timer.getOneMinuteRate(),
                timer.getFiveMinuteRate(),
                timer.getFifteenMinuteRate(),
                snapshot.getMin(),
                snapshot.getMean(),
                snapshot.getMax(),
                recentMax(),
                (long) snapshot.getMedian(),
                (long) snapshot.get95thPercentile(),
                (long) snapshot.get99thPercentile(),
                (long) snapshot.get999thPercentile());
    }
}
