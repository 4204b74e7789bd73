package io.vexfs.testkit.integration;

import java.util.Locale;

/** What the suite looks at. */
public enum Area {
    /** A new mount, and the same one again. */
    INITIALISATION,
    /** Vectors as files. */
    VECTOR_OPERATIONS,
    /** The three ways to search. */
    SEARCH,
    /** Whether what is counted is what was done. */
    MONITORING,
    /** The stack that operations take. */
    STACK,
    /** What is refused, and what is there after it. */
    ERRORS,
    /** Clients at once, syncing, mounting again. */
    SYNCHRONISATION;

    /** The name in reports: {@code vector-operations}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
