package io.vexfs.core.internal.graph;

import java.nio.file.Path;

/**
 * The file that an index keeps its vectors in, rather than on the heap.
 *
 * @param path where it is
 * @param use what is to be done with what is there
 */
public record RowFile(Path path, Use use) {
    /** What is to be done with a file. */
    public enum Use {
        /** It is made anew; whatever has its name is deleted. */
        MAKE,
        /** It holds the vectors already, and takes others. */
        KEEP,
        /** It holds the vectors already, and may not be changed. */
        READ
    }
}
