package io.vexfs.fuse;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;

/** The last failures of a mount, oldest first; the oldest make room. */
final class ErrorLog {
    /** Failures that are kept. */
    static final int ENTRIES_MAX = 1_000;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final InstantSource clock;

    ErrorLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One failure.
     *
     * @param time when it happened
     * @param path the file, as the bridge calls it
     * @param reason what was expected and found
     * @param errno the number that a caller got, or would have got had one waited
     */
    record Entry(Instant time, String path, String reason, int errno) {}

    synchronized void add(MountPath path, String reason, int errno) {
        if (entries.size() == ENTRIES_MAX) {
            entries.removeFirst();
        }
        Answering.current().note();
        entries.addLast(new Entry(clock.instant(), path.text(), reason, errno));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
