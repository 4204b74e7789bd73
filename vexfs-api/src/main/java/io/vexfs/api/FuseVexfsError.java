package io.vexfs.api;

/** Every way in which VexFS can fail, and the error number that a mount answers with. */
public enum FuseVexfsError {
    /** No vector of that id. */
    VECTOR_NOT_FOUND(Errno.ENOENT),
    /** No collection of that name. */
    COLLECTION_NOT_FOUND(Errno.ENOENT),
    /** No such file. */
    FILE_NOT_FOUND(Errno.ENOENT),
    /** The search could not be carried out. */
    SEARCH_FAILED(Errno.EIO),
    /** The store could not be brought to disk, or store and index could not be brought together. */
    SYNC_ERROR(Errno.EIO),
    /** An operation needed more stack than a thread has. */
    STACK_OVERFLOW(Errno.ENOMEM),
    /** An operation needed more memory than there is. */
    MEMORY_EXHAUSTED(Errno.ENOMEM),
    /** Bytes or numbers that are no vector: not a number, infinite, zero under cosine, malformed. */
    INVALID_VECTOR(Errno.EINVAL),
    /** A vector of another length than its collection's. */
    DIMENSION_MISMATCH(Errno.EINVAL),
    /** A query that cannot be understood. */
    INVALID_QUERY(Errno.EINVAL),
    /** An argument or option outside of its range. */
    INVALID_ARGUMENT(Errno.EINVAL),
    /** A failure inside the bridge between store and index. */
    BRIDGE_ERROR(Errno.EIO),
    /** What was to be made is there already. */
    ALREADY_EXISTS(Errno.EEXIST),
    /** What was to be removed still holds something. */
    NOT_EMPTY(Errno.ENOTEMPTY),
    /** The store or the mount takes no writes. */
    READ_ONLY(Errno.EROFS),
    /** The disk is full. */
    NO_SPACE(Errno.ENOSPC),
    /** A named limit was reached. */
    LIMIT_REACHED(Errno.EFBIG),
    /** Used after it was closed. */
    CLOSED(Errno.ESHUTDOWN),
    /** Bytes on disk that are not what was written. */
    CORRUPT(Errno.EIO),
    /** Another process, or another instance, holds the store or the mount point. */
    IN_USE(Errno.EBUSY),
    /** The caller may not do this. */
    PERMISSION_DENIED(Errno.EACCES),
    /** This build, machine or JVM cannot do this. */
    UNSUPPORTED(Errno.EOPNOTSUPP),
    /** More operations at once than are allowed. */
    TOO_BUSY(Errno.EAGAIN),
    /** The deadline passed. */
    TIMED_OUT(Errno.ETIMEDOUT);

    /** Causes of a failure that are looked at; a chain may be a ring. */
    private static final int CAUSES_MAX = 16;

    private final Errno errno;

    FuseVexfsError(Errno errno) {
        this.errno = errno;
    }

    /** What a mount answers with. */
    public Errno errno() {
        return errno;
    }

    /**
     * The error that a throwable stands for: its own for a {@link VexfsException}, the fitting one for a failure of
     * the JVM, also where a library has wrapped that, {@link #BRIDGE_ERROR} for anything else.
     */
    public static FuseVexfsError of(Throwable failure) {
        if (failure instanceof VexfsException vexfs) {
            return vexfs.error();
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof StackOverflowError) {
                return STACK_OVERFLOW;
            }
            if (cause instanceof OutOfMemoryError) {
                return MEMORY_EXHAUSTED;
            }
            cause = cause.getCause();
        }
        return BRIDGE_ERROR;
    }
}
