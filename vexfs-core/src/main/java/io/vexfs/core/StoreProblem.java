package io.vexfs.core;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A place where a store is not what was written, or where two of its parts disagree.
 *
 * @param kind what it means for the store
 * @param file where it is
 * @param offset bytes from the file's start; 0 where it is about the whole file
 * @param expected what should have been there
 * @param found what was there
 */
public record StoreProblem(Kind kind, Path file, long offset, String expected, String found) {
    /** Checks that nothing is missing. */
    public StoreProblem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(found, "found");
    }

    /** What a {@link StoreProblem} means for the store. */
    public enum Kind {
        /** The log, which is the truth: a repair gives records up. */
        LOG,
        /** {@code FORMAT}: it is made again from the log. */
        FORMAT,
        /** Map, graph, catalog or mark: they are made again from the log. */
        DERIVED,
        /** A file of the mount that is not what its vectors were read from; the next mount reads it again. */
        FILE
    }

    @Override
    public String toString() {
        return file + " at offset " + offset + ": expected " + expected + ", was " + found;
    }
}
