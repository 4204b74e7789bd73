package io.vexfs.testkit.bench.mixed;

import java.io.IOException;

/** One way to a store under load: through the API or through a mount. Safe from many threads; vectors have row numbers. */
public interface Door extends AutoCloseable {
    /** Stores a vector under its row, in place of what is there. */
    void put(int row, float[] vector) throws IOException;

    /** Removes what is stored under a row. */
    void delete(int row) throws IOException;

    /** Searches the ten nearest and returns how many were found. */
    int search(float[] query) throws IOException;

    /** Whether exactly this is stored under a row. */
    boolean holds(int row, float[] vector) throws IOException;

    /** Whether nothing is stored under a row. */
    boolean lacks(int row) throws IOException;

    /** Brings everything to the disk, closes the store and opens it again. */
    void reopen() throws IOException;

    /** Bytes of the store on the disk. */
    long bytes() throws IOException;

    @Override
    void close() throws IOException;
}
