package io.vexfs.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands until a test moves it. Safe from many threads. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    /** A clock that stands at {@code start}. */
    public ManualClock(Instant start) {
        now = Objects.requireNonNull(start, "start");
    }

    /** A clock that stands at the first moment of 2026. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock; backwards as well, as real clocks do. */
    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }
}
