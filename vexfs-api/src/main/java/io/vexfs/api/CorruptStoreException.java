package io.vexfs.api;

import java.nio.file.Path;
import java.util.Objects;

/** Bytes of the store that are not what was written there, with the place. */
public final class CorruptStoreException extends VexfsException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;
    private final String expected;
    private final String found;

    /** Damage at {@code offset} bytes into {@code file}; both sides as they should be printed. */
    public CorruptStoreException(Path file, long offset, String expected, String found) {
        super(
                FuseVexfsError.CORRUPT,
                "corrupt store: " + file + " at offset " + offset + ": expected " + expected + ", was " + found);
        this.file = Objects.requireNonNull(file, "file");
        this.offset = offset;
        this.expected = Objects.requireNonNull(expected, "expected");
        this.found = Objects.requireNonNull(found, "found");
    }

    /** The damaged file. */
    public Path file() {
        return file;
    }

    /** Where the damage was noticed, in bytes from the file's start. */
    public long offset() {
        return offset;
    }

    /** What should have been there. */
    public String expected() {
        return expected;
    }

    /** What was there. */
    public String found() {
        return found;
    }
}
