package io.vexfs.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until a test moves it. Safe from many threads. */
public final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** A clock that stands at {@code start}. */
    public ManualClock(Instant start) {
        now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    /** A clock that stands at the first moment of 2026. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock; backwards as well, as real clocks do. */
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }
}
