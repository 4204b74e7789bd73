package io.vexfs.fuse;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The native functions that a mount calls. The interfaces are public to the JVM alone, as jnr implements them from
 * another class loader; the language hides them with this class.
 */
final class NativeFunctions {
    private NativeFunctions() {}

    /** The functions of the C library that {@link HostFiles} and {@link FuseSession} call; names are the library's. */
    public interface LibC {
        int openat(int directory, Pointer name, int flags, int mode);

        long syscall(long number, long first, Pointer second, Pointer third, long fourth);

        long syscall(long number, int directory, Pointer name, int mode, int flags);

        int close(int descriptor);

        int memfd_create(Pointer name, int flags);

        long write(int descriptor, Pointer buffer, long size);

        long mmap(@Nullable Pointer address, long size, int protection, int flags, int descriptor, long offset);

        int poll(Pointer descriptors, long count, int millis);

        int munmap(long address, long size);

        int ioctl(int descriptor, long request, Pointer argument);

        int fstatat(int directory, Pointer name, Pointer stat, int flags);

        int fstat(int descriptor, Pointer stat);

        int fstatvfs(int descriptor, Pointer statvfs);

        long pread(int descriptor, Pointer buffer, long size, long offset);

        long pwrite(int descriptor, Pointer buffer, long size, long offset);

        long pwritev2(int descriptor, Pointer vector, int vectors, long offset, int flags);

        int ftruncate(int descriptor, long size);

        int fallocate(int descriptor, int mode, long offset, long length);

        int fsync(int descriptor);

        int fdatasync(int descriptor);

        int syncfs(int descriptor);

        int mkdirat(int directory, Pointer name, int mode);

        int mknodat(int directory, Pointer name, int mode, long device);

        int unlinkat(int directory, Pointer name, int flags);

        int renameat(int fromDirectory, Pointer from, int toDirectory, Pointer to);

        int linkat(int fromDirectory, Pointer from, int toDirectory, Pointer to, int flags);

        int symlinkat(Pointer target, int directory, Pointer name);

        long readlinkat(int directory, Pointer name, Pointer buffer, long size);

        int fchmodat(int directory, Pointer name, int mode, int flags);

        int fchmod(int descriptor, int mode);

        int fchownat(int directory, Pointer name, int user, int group, int flags);

        int fchown(int descriptor, int user, int group);

        int utimensat(int directory, Pointer name, Pointer times, int flags);

        long getdents64(int directory, Pointer buffer, long size);

        long lseek(int descriptor, long offset, int whence);

        long lgetxattr(Pointer path, Pointer name, Pointer value, long size);

        int lsetxattr(Pointer path, Pointer name, Pointer value, long size, int flags);

        long llistxattr(Pointer path, Pointer list, long size);

        int lremovexattr(Pointer path, Pointer name);

        long flistxattr(int descriptor, @Nullable Pointer list, long size);

        long fgetxattr(int descriptor, Pointer name, Pointer value, long size);

        int socket(int domain, int type, int protocol);

        long sendto(int socket, Pointer message, long length, int flags, Pointer address, int addressLength);

        int mount(Pointer source, Pointer target, Pointer type, long flags, @Nullable Pointer data);

        int umount2(Pointer mountPoint, int flags);

        void memset(long address, int value, long size);

        int geteuid();

        int getegid();
    }

    /** The functions of libfuse 2.9 that a mount needs; names and arguments are the library's. */
    public interface LibFuse {
        @Nullable
        Pointer fuse_setup(
                int arguments,
                Pointer values,
                Pointer operations,
                long operationsSize,
                Pointer mountPointOut,
                Pointer multithreadedOut,
                @Nullable Pointer userData);

        Pointer fuse_get_session(Pointer fuse);

        Pointer fuse_session_next_chan(Pointer session, @Nullable Pointer after);

        long fuse_chan_bufsize(Pointer channel);

        int fuse_chan_fd(Pointer channel);

        @Nullable
        Pointer fuse_kern_chan_new(int descriptor);

        void fuse_chan_destroy(Pointer channel);

        int fuse_chan_recv(Pointer channelInOut, Pointer buffer, long size);

        void fuse_session_process(Pointer session, Pointer buffer, long length, Pointer channel);

        void fuse_teardown(Pointer fuse, Pointer mountPoint);
    }
}
