package io.vexfs.core.internal.log;

import java.io.Closeable;
import java.io.IOException;

/**
 * One segment file of the log: the seam where tests tear and lose writes. Appends come from one thread at a time;
 * {@link #force} may run beside them.
 */
public interface LogFile extends Closeable {
    /** Bytes in the file. */
    long size() throws IOException;

    /** Writes bytes at the end; after a failure the end may hold a part of them. */
    void append(byte[] bytes, int offset, int length) throws IOException;

    /** Brings everything that was appended before this call to the disk. */
    void force() throws IOException;

    /** Reads at a position; the bytes read, fewer than asked only at the end of the file. */
    int read(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Cuts the file to this size. */
    void truncate(long size) throws IOException;
}
