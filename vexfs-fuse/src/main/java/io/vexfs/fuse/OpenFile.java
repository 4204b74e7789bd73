package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * What a handle of the kernel stands for: an open file or directory. Results are those of C: a count, 0, or a negative
 * error number. Safe from many threads, as a handle can be shared by processes.
 */
interface OpenFile {
    int stat(Pointer stat);

    default int read(Pointer buffer, long size, long offset) {
        return -Linux.EBADF;
    }

    /** Writes; {@code writeBack} says that the kernel's cache is written back and the offset holds. */
    default int write(Pointer buffer, long size, long offset, boolean writeBack) {
        return -Linux.EBADF;
    }

    default int truncate(long size) {
        return -Linux.EINVAL;
    }

    default int allocate(int mode, long offset, long length) {
        return -Linux.EOPNOTSUPP;
    }

    /** One descriptor of this handle is being closed; the caller of {@code close} waits for the answer. */
    default int flush() {
        return 0;
    }

    default int sync(boolean dataOnly) {
        return 0;
    }

    /** Lists from the offset on until the filler has no room. */
    default int list(Filler filler, long offset) {
        return -Linux.ENOTDIR;
    }

    /** Whether the content is made here, so that the kernel must not keep it. */
    default boolean generated() {
        return false;
    }

    /** The last descriptor is gone; nobody waits for an answer. */
    void close();
}
