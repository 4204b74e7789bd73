package io.vexfs.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file type that holds vectors; found by {@link java.util.ServiceLoader}. Implementations are stateless and safe
 * from many threads.
 */
public interface VectorFormat {
    /** How names of such files end, in lower case and with the dot: {@code .vec}. */
    String suffix();

    /**
     * Whether a file of this suffix is for vectors and nothing else: then bad content is an error at close, and the
     * first such file may fix a collection's dimensions. Other formats are shared with ordinary work.
     */
    boolean dedicated();

    /**
     * Reads every row in order.
     *
     * @param in the bytes; not closed here
     * @param sizeBytes how many bytes there are, so that a header's claims can be checked before anything is allocated
     * @param name what messages call the file
     * @param sink takes each row
     * @throws VexfsException {@link FuseVexfsError#INVALID_VECTOR} for bytes that are no vectors of this format, and
     *     numbers that are not finite; {@link FuseVexfsError#DIMENSION_MISMATCH} for rows of different lengths;
     *     {@link FuseVexfsError#LIMIT_REACHED} above a limit; each names the place, the expected and the found
     */
    void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException;

    /** Writes rows so that {@link #read} gives them back; what the format cannot carry (id, metadata) is left out. */
    void write(OutputStream out, Iterable<VectorRow> rows) throws IOException;

    /**
     * The format of a file by its name or path: the one with the longest suffix that the name ends with, whatever the
     * case, with something before it.
     */
    static Optional<VectorFormat> ofName(String name) {
        return InstalledFormats.ofName(name);
    }

    /** All formats that {@link java.util.ServiceLoader} finds, looked up once, by suffix. */
    static List<VectorFormat> all() {
        return InstalledFormats.ALL;
    }
}
