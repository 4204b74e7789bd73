package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;

/** How long one kind of operation takes. Safe from many threads. */
public final class Latency {
    private final Timer timer;

    Latency(Timer timer) {
        this.timer = timer;
    }

    /** Counts an operation that took so long. */
    public void took(long nanos) {
        timer.update(nanos, TimeUnit.NANOSECONDS);
    }
}
