package io.vexfs.core.internal.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A file in the form of another version of VexFS: sound as far as can be told, of no use, and made again from the log. */
public final class OtherVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the file and both versions of its form. */
    public OtherVersionException(Path file, int expected, int found) {
        super(file + ": expected format version " + expected + ", was " + found);
    }
}
