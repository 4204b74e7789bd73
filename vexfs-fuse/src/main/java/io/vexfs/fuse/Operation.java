package io.vexfs.fuse;

import java.util.Locale;

/** The operations of libfuse 2.9 that a mount answers, each with its place in {@code struct fuse_operations}. */
enum Operation {
    GETATTR(0),
    READLINK(8),
    MKNOD(24),
    MKDIR(32),
    UNLINK(40),
    RMDIR(48),
    SYMLINK(56),
    RENAME(64),
    LINK(72),
    CHMOD(80),
    CHOWN(88),
    TRUNCATE(96),
    OPEN(112),
    READ(120),
    WRITE(128),
    STATFS(136),
    FLUSH(144),
    RELEASE(152),
    FSYNC(160),
    SETXATTR(168),
    GETXATTR(176),
    LISTXATTR(184),
    REMOVEXATTR(192),
    OPENDIR(200),
    READDIR(208),
    RELEASEDIR(216),
    FSYNCDIR(224),
    CREATE(256),
    FTRUNCATE(264),
    FGETATTR(272),
    UTIMENS(288),
    FALLOCATE(352);

    private final int offset;

    Operation(int offset) {
        this.offset = offset;
    }

    /** Bytes from the struct's start to the function's pointer. */
    int offset() {
        return offset;
    }

    /** Whether it never brings vectors to the store, so that it is held against the limit for ordinary files. */
    boolean basic() {
        return switch (this) {
            case FLUSH, RELEASE, FSYNC, FSYNCDIR, RENAME, LINK, UNLINK, RMDIR, SETXATTR, REMOVEXATTR -> false;
            default -> true;
        };
    }

    /** As in metric names. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
