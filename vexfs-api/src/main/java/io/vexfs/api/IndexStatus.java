package io.vexfs.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a collection's index can be searched by, since when, and why. Searches are right in every state; what is not
 * linked they scan.
 *
 * @param state what searches go by
 * @param since when that began
 * @param reason why the index was, or is, made anew; empty if it never had to be
 * @param unlinked vectors of this index that are still to be linked anew; those just stored do not count
 */
public record IndexStatus(State state, Instant since, Optional<String> reason, long unlinked) {
    /** Nothing is known to be wrong. */
    public static final IndexStatus READY = new IndexStatus(State.READY, Instant.EPOCH, Optional.empty(), 0);

    /** What searches go by. */
    public enum State {
        /** By the graph; what is pending is scanned. */
        READY,
        /** By the part of the graph that is made anew already; the rest is scanned. */
        REBUILDING,
        /** By scans alone: the graph failed again and again, and is left until the store is opened anew. */
        BROKEN;

        /** As in files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks that nothing is missing. */
    public IndexStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }
}
