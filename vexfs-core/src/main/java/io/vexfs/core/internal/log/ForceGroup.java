package io.vexfs.core.internal.log;

/**
 * How many writers the next fsync waits for, and how long at most. Without that, those who come while one runs need the next,
 * and two halves of the writers take turns: each fsync has half of what it may have.
 *
 * <p>As many are expected as were there when the last one ended, those that it served and those that came meanwhile: one
 * that was alone then does not wait. If fewer come in time, some forces pass before it is tried again, twice as many after each failure.
 * Guarded by the lock of {@link LogForcer}.
 */
final class ForceGroup {
    /** What others are waited for at most, however long a force takes: who comes later does other things between. */
    static final long WAIT_NANOS_MAX = 1_000_000;
    /** Failures after which it does not take longer until it is tried again. */
    private static final int FAILURES_MAX = 6;
    /** How slowly the time that a force takes follows the last one. */
    private static final int SMOOTHING = 8;

    private long forceNanos;
    private int expected = 1;
    private int failures;
    private int passes;

    /** Writers that are waited for, those who are there among them. */
    int expected() {
        return expected;
    }

    /** How long they are waited for: what a force takes, which is what it would cost them to come too late for it. */
    long waitNanos() {
        return forceNanos;
    }

    /** Says that fewer came in time. */
    void late() {
        failures = Math.min(failures + 1, FAILURES_MAX);
        passes = 1 << failures;
    }

    /** Says that all are there. */
    void complete() {
        if (expected > 1) {
            failures = 0;
        }
    }

    /** Says how long a force took. */
    void took(long nanos) {
        // One that took a second would have others waited for too long for dozens of forces.
        long counted = Math.min(nanos, WAIT_NANOS_MAX);
        forceNanos += forceNanos == 0 ? counted : (counted - forceNanos) / SMOOTHING;
    }

    /** Says how many were there when a force ended. */
    void ended(int writers) {
        passes = Math.max(0, passes - 1);
        expected = passes == 0 ? writers : 1;
    }
}
