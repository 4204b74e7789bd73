package io.vexfs.fuse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/** The largest value of the last 10 to 20 seconds, as long as it is asked for that often. Safe from many threads. */
final class RecentMaximum {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongAccumulator current = new LongAccumulator(Math::max, 0);
    private long previous;
    private long turned = System.nanoTime();

    /** Writes nothing unless it is a new maximum. */
    void add(long value) {
        current.accumulate(value);
    }

    synchronized long value(long now) {
        if (now - turned >= WINDOW_NANOS) {
            previous = current.getThenReset();
            turned = now;
        }
        return Math.max(previous, current.get());
    }
}
