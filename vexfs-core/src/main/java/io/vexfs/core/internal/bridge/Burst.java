package io.vexfs.core.internal.bridge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether files are stored so fast that linking had better wait: whoever writes them is another process, which needs
 * processors that nobody here knows of. Not while somebody searches, as every search scans what is not linked, and not
 * while somebody waits for links. Safe from many threads.
 */
final class Burst {
    /** How long a look at what was stored takes. */
    static final long WINDOW_NANOS = 50_000_000;
    /** Files in such a time from which on it is a burst; for fewer there are processors left. */
    static final int FILES_MIN = 20;
    /** How long somebody who searched or waited for links counts as somebody who will again. */
    static final long ASKED_NANOS = 1_000_000_000;

    /** How often searches say so: a word that all of them wrote would go from one processor to the other. */
    private static final long NOTED_NANOS = ASKED_NANOS / 16;

    private final LongSupplier nanos;
    private final AtomicLong files = new AtomicLong();
    private final AtomicInteger awaiting = new AtomicInteger();
    private volatile long lastAsked;
    private long windowBegin;
    private long windowFiles;
    private boolean lasting;

    /** With a clock. */
    Burst(LongSupplier nanos) {
        this.nanos = nanos;
        long now = nanos.getAsLong();
        lastAsked = now - ASKED_NANOS;
        windowBegin = now - 2 * WINDOW_NANOS;
    }

    /** Says that a file was stored. */
    void stored() {
        files.incrementAndGet();
    }

    /** Says that somebody searches; whether nobody had lately, so that links may be resting. */
    boolean searched() {
        long now = nanos.getAsLong();
        long since = now - lastAsked;
        if (since >= NOTED_NANOS) {
            lastAsked = now;
        }
        return since >= ASKED_NANOS;
    }

    /** Says that somebody waits for links, until {@link #awaited}. */
    void awaits() {
        awaiting.incrementAndGet();
    }

    /** Ends what {@link #awaits} began. */
    void awaited() {
        lastAsked = nanos.getAsLong();
        awaiting.decrementAndGet();
    }

    /** Whether it goes on. What was stored after a pause is taken for the begin of one until it was looked at for a while. */
    synchronized boolean lasts() {
        long now = nanos.getAsLong();
        long looked = now - windowBegin;
        if (looked >= WINDOW_NANOS) {
            long stored = files.get();
            lasting = looked >= 2 * WINDOW_NANOS && stored != windowFiles || stored - windowFiles >= FILES_MIN;
            windowBegin = now;
            windowFiles = stored;
        }
        return lasting && awaiting.get() == 0 && now - lastAsked >= ASKED_NANOS;
    }
}
