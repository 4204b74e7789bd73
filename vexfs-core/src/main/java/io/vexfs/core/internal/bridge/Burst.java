package io.vexfs.core.internal.bridge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A stretch of time in which files are stored so fast that linking had better wait: whoever writes them is another process,
 * which needs processors that nobody here knows of. None while somebody asks, by a search, which scans what is not linked,
 * by storing without a file, which links what is too much, or by waiting for links. Safe from many threads.
 */
final class Burst {
    /** How long a look at what was stored takes. */
    static final long WINDOW_NANOS = 50_000_000;
    /** Files in such a time from which on it is a burst; for fewer there are processors left. */
    static final int FILES_MIN = 20;
    /** After such a time without a file, the next one is taken for the begin of a burst until a window is over. */
    static final long PAUSE_NANOS = 2 * WINDOW_NANOS;
    /** How long somebody who asked counts as somebody who will again: longer than most callers do other things between two calls. */
    static final long ASKED_NANOS = 1_000_000_000;

    /** How often it is noted that somebody asks: a word that all of them wrote would go from one processor to the other. */
    private static final long NOTED_NANOS = ASKED_NANOS / 16;

    private final LongSupplier nanos;
    private final AtomicLong files = new AtomicLong();
    private final AtomicInteger waits = new AtomicInteger();
    private volatile long lastAsked;
    private volatile long lastFile;
    private long windowBegin;
    private long windowFiles;
    private boolean lasting;

    /** With a clock. */
    Burst(LongSupplier nanos) {
        this.nanos = nanos;
        long now = nanos.getAsLong();
        lastAsked = now - ASKED_NANOS;
        lastFile = now - PAUSE_NANOS;
        windowBegin = now;
    }

    /** Says that a file's vectors were stored. */
    void stored() {
        long now = nanos.getAsLong();
        long before = files.getAndIncrement();
        if (now - lastFile >= PAUSE_NANOS) {
            begin(now, before);
        }
        lastFile = now;
    }

    private synchronized void begin(long now, long before) {
        lasting = true;
        windowBegin = now;
        windowFiles = before;
    }

    /** Says that somebody searches, or stores without a file. */
    void asked() {
        long now = nanos.getAsLong();
        if (now - lastAsked >= NOTED_NANOS) {
            lastAsked = now;
        }
    }

    /** Whether somebody asked lately, so that nothing rests for a burst. */
    boolean askedLately() {
        return nanos.getAsLong() - lastAsked < ASKED_NANOS;
    }

    /** Says that somebody waits for links, until {@link #endWait}. */
    void beginWait() {
        waits.incrementAndGet();
    }

    /** Ends what {@link #beginWait} began. */
    void endWait() {
        lastAsked = nanos.getAsLong();
        waits.decrementAndGet();
    }

    /** Whether it goes on. */
    boolean lasts() {
        long now = nanos.getAsLong();
        return lasting(now) && waits.get() == 0 && now - lastAsked >= ASKED_NANOS;
    }

    private synchronized boolean lasting(long now) {
        long looked = now - windowBegin;
        if (looked >= WINDOW_NANOS) {
            long stored = files.get();
            // By the time that passed: who looks late has not seen a burst because there was a file or two.
            lasting = stored - windowFiles >= FILES_MIN * looked / WINDOW_NANOS;
            windowBegin = now;
            windowFiles = stored;
        }
        return lasting;
    }
}
