package io.vexfs.testkit.mount;

import java.util.Map;

/** A call that the system refused, with its error number. */
public final class PosixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As Linux numbers them on every architecture that it shares with a JVM. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "EPERM"),
            Map.entry(2, "ENOENT"),
            Map.entry(5, "EIO"),
            Map.entry(6, "ENXIO"),
            Map.entry(7, "E2BIG"),
            Map.entry(9, "EBADF"),
            Map.entry(11, "EAGAIN"),
            Map.entry(12, "ENOMEM"),
            Map.entry(13, "EACCES"),
            Map.entry(16, "EBUSY"),
            Map.entry(17, "EEXIST"),
            Map.entry(18, "EXDEV"),
            Map.entry(20, "ENOTDIR"),
            Map.entry(21, "EISDIR"),
            Map.entry(22, "EINVAL"),
            Map.entry(24, "EMFILE"),
            Map.entry(26, "ETXTBSY"),
            Map.entry(27, "EFBIG"),
            Map.entry(28, "ENOSPC"),
            Map.entry(30, "EROFS"),
            Map.entry(31, "EMLINK"),
            Map.entry(34, "ERANGE"),
            Map.entry(36, "ENAMETOOLONG"),
            Map.entry(38, "ENOSYS"),
            Map.entry(39, "ENOTEMPTY"),
            Map.entry(40, "ELOOP"),
            Map.entry(61, "ENODATA"),
            Map.entry(75, "EOVERFLOW"),
            Map.entry(95, "EOPNOTSUPP"),
            Map.entry(103, "ECONNABORTED"),
            Map.entry(107, "ENOTCONN"));

    private final String errno;

    /** A refused call. */
    PosixException(String call, int number) {
        super(call + ": " + NAMES.getOrDefault(number, "error number " + number));
        errno = NAMES.getOrDefault(number, Integer.toString(number));
    }

    /** A refused call, by the error's name; for fakes. */
    public PosixException(String call, String errno) {
        super(call + ": " + errno);
        this.errno = errno;
    }

    /** The error's name in {@code errno.h}: {@code ENOENT}. */
    public String errno() {
        return errno;
    }
}
