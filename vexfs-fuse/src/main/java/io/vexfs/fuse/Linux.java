package io.vexfs.fuse;

/** Numbers of the Linux interface that are the same on x86-64 and aarch64, unless said otherwise. */
final class Linux {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int E2BIG = 7;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int EMLINK = 31;
    static final int ERANGE = 34;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOPNOTSUPP = 95;
    static final int ENOTCONN = 107;
    static final int ESHUTDOWN = 108;
    static final int ETIMEDOUT = 110;

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_ACCMODE = 3;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_TRUNC = 01000;
    static final int O_APPEND = 02000;
    static final int O_NONBLOCK = 04000;
    static final int O_SYNC = 04010000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    static final int O_TMPFILE = 020000000 | O_DIRECTORY;
    static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;

    static final int S_IFMT = 0170000;
    static final int S_IFREG = 0100000;
    static final int S_IFDIR = 0040000;
    static final int S_IFLNK = 0120000;
    static final int S_ISUID = 04000;
    static final int S_ISGID = 02000;
    static final int S_IXGRP = 00010;

    static final int SYS_OPENAT2 = 437;
    static final int SYS_FCHMODAT2 = 452;
    static final int RESOLVE_NO_SYMLINKS = 4;
    static final int RESOLVE_BENEATH = 8;
    static final int RWF_APPEND = 0x10;

    static final int XATTR_CREATE = 1;
    static final int XATTR_REPLACE = 2;

    static final int MNT_FORCE = 1;
    static final int MNT_DETACH = 2;

    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    static final int MFD_CLOEXEC = 1;
    static final int SEEK_SET = 0;
    static final short POLLIN = 1;

    static final int PATH_MAX = 4096;
    static final int NAME_MAX = 255;

    private Linux() {}

    static boolean arm() {
        return ARM;
    }
}
