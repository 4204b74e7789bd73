package io.vexfs.core.internal.graph;

import io.vexfs.api.IndexStatus;
import io.vexfs.api.IndexStatus.State;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether an index's graph is of use, since when and why not. A graph that failed is made anew, but not for ever: one that
 * failed {@link #FAILURES_MAX} times within an hour is broken, and stays so. Safe from many threads; calls nobody.
 */
public final class IndexCondition {
    /** Failures within an hour after which the graph is not made anew any more. */
    static final int FAILURES_MAX = 4;

    private static final long FORGOTTEN_NANOS = TimeUnit.HOURS.toNanos(1);

    private volatile State state = State.READY;
    private long since = System.nanoTime();
    /** The same as a date, once somebody asked. */
    private @Nullable Instant began;

    private @Nullable String reason;
    /** Grows with each failure, so that one which several threads meet counts once. */
    private volatile int generation;

    private int failures;
    private long failedAt;

    /** Ready since now. */
    public IndexCondition() {}

    /** Tells one graph from that which took its place. */
    int generation() {
        return generation;
    }

    /** Whether nothing is to be linked any more. */
    boolean broken() {
        return state == State.BROKEN;
    }

    /** The graph failed; it is made anew, unless there was nothing in it, or given up. */
    synchronized void failed(Throwable failure, int unlinked) {
        long now = System.nanoTime();
        failures = failures > 0 && now - failedAt < FORGOTTEN_NANOS ? failures + 1 : 1;
        failedAt = now;
        generation++;
        State rebuilding = unlinked > 0 ? State.REBUILDING : State.READY;
        enter(failures >= FAILURES_MAX ? State.BROKEN : rebuilding, "the graph failed: " + failure);
    }

    /** The graph is made anew, since what was kept of it is missing or damaged. */
    synchronized void rebuilding(String why) {
        enter(State.REBUILDING, why);
    }

    /** Nothing was linked when the store was opened, and nobody said why. */
    synchronized void unlinked() {
        if (state == State.READY) {
            enter(State.REBUILDING, "the graph that was left had no links");
        }
    }

    /** Everything is linked that was to be linked anew. */
    synchronized void rebuilt() {
        if (state == State.REBUILDING) {
            enter(State.READY, reason);
        }
    }

    private void enter(State next, @Nullable String why) {
        state = next;
        since = System.nanoTime();
        began = null;
        reason = why;
    }

    /** The state as this clock dates it. */
    public synchronized IndexStatus status(InstantSource clock, int unlinked) {
        Instant known = began;
        if (known == null) {
            known = clock.instant().minusNanos(System.nanoTime() - since).truncatedTo(ChronoUnit.MILLIS);
            began = known;
        }
        return new IndexStatus(state, known, Optional.ofNullable(reason), unlinked);
    }
}
