package io.vexfs.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a store takes writes, since when, and why not. It can be read and searched in every state.
 *
 * @param state what becomes of a write
 * @param since when that began
 * @param reason why writes are refused; empty where they are taken
 */
public record StoreStatus(State state, Instant since, Optional<String> reason) {
    /** What becomes of a write. */
    public enum State {
        /** It is taken. */
        READY,
        /** It is refused, as the store was opened to be read. */
        READ_ONLY,
        /** It is refused until the store is opened again, as nobody knows any more what the disk has. */
        REFUSING_WRITES;

        /** As in files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks that nothing is missing. */
    public StoreStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }

    /** One that takes writes, or was opened to be read. */
    public static StoreStatus opened(Instant since, boolean readOnly) {
        return readOnly
                ? new StoreStatus(State.READ_ONLY, since, Optional.of("the store was opened read-only"))
                : new StoreStatus(State.READY, since, Optional.empty());
    }
}
