package io.vexfs.testkit.mount;

import java.util.List;
import java.util.Optional;

/**
 * The calls of a POSIX system on files, one method each. Names and paths are text with one character for each byte (Latin
 * 1), so that every name can be said; a path that does not begin with {@code /} is below {@link #in}'s directory. Every
 * method throws a {@link PosixException} with the error number of the system. Safe from many threads, as far as
 * descriptors are not shared.
 */
public interface PosixCalls {
    /** Flag of {@link #open}. */
    int O_RDONLY = 0;
    /** Flag of {@link #open}. */
    int O_WRONLY = 1;
    /** Flag of {@link #open}. */
    int O_RDWR = 2;
    /** Flag of {@link #open}. */
    int O_CREAT = 0100;
    /** Flag of {@link #open}. */
    int O_EXCL = 0200;
    /** Flag of {@link #open}. */
    int O_TRUNC = 01000;
    /** Flag of {@link #open}. */
    int O_APPEND = 02000;

    /** Nanoseconds for {@link #times}: as they are. */
    long UTIME_OMIT = (1L << 30) - 2;
    /** Nanoseconds for {@link #times}: now. */
    long UTIME_NOW = (1L << 30) - 1;
    /** Flag of {@link #putAttribute}. */
    int XATTR_CREATE = 1;
    /** Flag of {@link #putAttribute}. */
    int XATTR_REPLACE = 2;

    /** The calls of this machine. */
    static PosixCalls system() {
        return SystemCalls.ROOTED;
    }

    /** The same calls, with relative paths below a directory. */
    PosixCalls in(String directory);

    /** The same calls as another user, who has no privileges; possible for root alone. */
    PosixCalls as(int user, int group);

    /** Whether {@link #as} is possible. */
    boolean privileged();

    /** {@code open}: a descriptor. */
    int open(String path, int flags, int mode);

    /** {@code close}. */
    void close(int descriptor);

    /** {@code read} at the descriptor's offset: how many bytes there were. */
    int read(int descriptor, byte[] into);

    /** {@code pread}. */
    int readAt(int descriptor, byte[] into, long offset);

    /** {@code write} at the descriptor's offset: how many bytes were taken. */
    int write(int descriptor, byte[] bytes);

    /** {@code pwrite}. */
    int writeAt(int descriptor, byte[] bytes, long offset);

    /** {@code truncate}. */
    void truncate(String path, long size);

    /** {@code ftruncate}. */
    void truncateOpen(int descriptor, long size);

    /** {@code fallocate} without flags. */
    void allocate(int descriptor, long offset, long length);

    /** {@code fsync}. */
    void sync(int descriptor);

    /** {@code mkdir}. */
    void mkdir(String path, int mode);

    /** {@code rmdir}. */
    void rmdir(String path);

    /** {@code unlink}. */
    void unlink(String path);

    /** {@code rename}. */
    void rename(String from, String to);

    /** {@code link}; does not follow a symbolic link. */
    void link(String from, String to);

    /** {@code symlink}; {@code target} is kept as it is. */
    void symlink(String target, String path);

    /** {@code readlink}. */
    String readlink(String path);

    /** {@code mknod} of a pipe, a socket or a regular file. */
    void mknod(String path, int mode);

    /** {@code chmod}. */
    void chmod(String path, int mode);

    /** {@code lchown}; -1 leaves one of them. */
    void chown(String path, int user, int group);

    /** {@code utimensat}, without following a symbolic link. */
    void times(String path, long accessedSeconds, long accessedNanos, long modifiedSeconds, long modifiedNanos);

    /** {@code stat}. */
    FileStat stat(String path);

    /** {@code lstat}. */
    FileStat lstat(String path);

    /** {@code fstat}. */
    FileStat statOpen(int descriptor);

    /** {@code getxattr} into a buffer of a size. */
    byte[] attribute(String path, String name, int size);

    /** {@code setxattr}. */
    void putAttribute(String path, String name, byte[] value, int flags);

    /** {@code removexattr}. */
    void removeAttribute(String path, String name);

    /** {@code listxattr}. */
    List<String> attributes(String path);

    /** {@code opendir}: a handle. */
    long openDirectory(String path);

    /** {@code readdir}: the next name, with {@code .} and {@code ..}. */
    Optional<String> nextName(long directory);

    /** {@code rewinddir}. */
    void rewind(long directory);

    /** {@code closedir}. */
    void closeDirectory(long directory);
}
