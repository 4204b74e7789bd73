package io.vexfs.fuse;

import java.util.Map;
import java.util.Set;

/** The names of error numbers, as in {@code errno.h}. */
final class ErrorNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(Linux.EPERM, "EPERM"),
            Map.entry(Linux.ENOENT, "ENOENT"),
            Map.entry(Linux.EINTR, "EINTR"),
            Map.entry(Linux.EIO, "EIO"),
            Map.entry(Linux.EBADF, "EBADF"),
            Map.entry(Linux.EAGAIN, "EAGAIN"),
            Map.entry(Linux.ENOMEM, "ENOMEM"),
            Map.entry(Linux.EACCES, "EACCES"),
            Map.entry(Linux.EBUSY, "EBUSY"),
            Map.entry(Linux.EEXIST, "EEXIST"),
            Map.entry(Linux.EXDEV, "EXDEV"),
            Map.entry(Linux.ENOTDIR, "ENOTDIR"),
            Map.entry(Linux.EISDIR, "EISDIR"),
            Map.entry(Linux.EINVAL, "EINVAL"),
            Map.entry(Linux.ENFILE, "ENFILE"),
            Map.entry(Linux.EMFILE, "EMFILE"),
            Map.entry(Linux.EFBIG, "EFBIG"),
            Map.entry(Linux.ENOSPC, "ENOSPC"),
            Map.entry(Linux.EROFS, "EROFS"),
            Map.entry(Linux.EMLINK, "EMLINK"),
            Map.entry(Linux.ERANGE, "ERANGE"),
            Map.entry(Linux.ENAMETOOLONG, "ENAMETOOLONG"),
            Map.entry(Linux.ENOTEMPTY, "ENOTEMPTY"),
            Map.entry(Linux.ELOOP, "ELOOP"),
            Map.entry(Linux.ENODATA, "ENODATA"),
            Map.entry(Linux.EOPNOTSUPP, "EOPNOTSUPP"),
            Map.entry(Linux.ENOTCONN, "ENOTCONN"),
            Map.entry(Linux.ESHUTDOWN, "ESHUTDOWN"),
            Map.entry(Linux.ETIMEDOUT, "ETIMEDOUT"));

    private ErrorNames() {}

    /** The numbers that have a name here. */
    static Set<Integer> numbers() {
        return NAMES.keySet();
    }

    /** The name of a positive number; {@code E} and the number where it has none here. */
    static String of(int errno) {
        return NAMES.getOrDefault(errno, "E" + errno);
    }
}
