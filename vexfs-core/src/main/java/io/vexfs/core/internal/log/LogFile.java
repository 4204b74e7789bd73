package io.vexfs.core.internal.log;

import java.io.Closeable;
import java.io.IOException;

/**
 * One segment file of the log: the seam where tests tear and lose writes. Appends come from one thread at a time;
 * {@link #force} may run beside them.
 */
public interface LogFile extends Closeable {
    /** Bytes up to the end, where the next append goes. */
    long size() throws IOException;

    /** Writes bytes at the end; after a failure the end may hold a part of them. */
    void append(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Fills so many bytes behind the end with zeros, so that appends find room on the disk and need not tell it of a new
     * length. They do not count in {@link #size()} until something is written there; whoever opens the file anew finds
     * them. After a failure there may be a part of them; {@link #truncate} to the size takes them away.
     */
    void prepare(int bytes) throws IOException;

    /**
     * Writes bytes again that are there already: after an fsync that failed, or a crash, the operating system may take
     * them for written though the disk does not have them.
     */
    void rewrite(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Brings everything that was appended before this call to the disk. */
    void force() throws IOException;

    /** Reads at a position; the bytes read, fewer than asked only at the end of the file. */
    int read(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Cuts the file to this size, and what was prepared with it. */
    void truncate(long size) throws IOException;
}
