package io.vexfs.api;

/** The error numbers of Linux that a VexFS failure can become. */
public enum Errno {
    ENOENT(2),
    EIO(5),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EBUSY(16),
    EEXIST(17),
    EINVAL(22),
    EFBIG(27),
    ENOSPC(28),
    EROFS(30),
    ENOTEMPTY(39),
    EOPNOTSUPP(95),
    ESHUTDOWN(108),
    ETIMEDOUT(110);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The positive number, as in {@code errno.h}. */
    public int number() {
        return number;
    }
}
