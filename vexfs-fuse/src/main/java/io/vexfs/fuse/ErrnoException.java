package io.vexfs.fuse;

/** An error number on its way to {@link FuseReply}: cheap (no stack trace) and never seen outside of the package. */
final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    ErrnoException(int errno) {
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }

    /** The positive number. */
    int errno() {
        return errno;
    }

    /** The value itself, or its error number thrown where it is negative. */
    static int require(int result) {
        if (result < 0) {
            throw new ErrnoException(-result);
        }
        return result;
    }
}
