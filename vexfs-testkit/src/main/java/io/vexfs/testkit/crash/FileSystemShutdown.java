package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;

/**
 * The kernel's way to end a file system at once ({@code FS_IOC_SHUTDOWN} without a flush of its journal): all that had
 * not reached the disk is lost, and every later operation fails, as if the power had gone.
 */
final class FileSystemShutdown implements AutoCloseable {
    private static final long FS_IOC_SHUTDOWN = 0x8004587dL;
    private static final int NO_LOG_FLUSH = 2;
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    private static final LibC C = LibraryLoader.create(LibC.class).load("libc.so.6");

    private final Path mountPoint;
    private final int descriptor;

    /** Opens the root of a file system, so that shutting it down is one call. */
    FileSystemShutdown(Path mountPoint) {
        this.mountPoint = mountPoint;
        descriptor = C.open(mountPoint.toString(), O_RDONLY_CLOEXEC);
        requireDone("open", descriptor);
    }

    /** The functions of the C library; public to the JVM alone, as jnr implements them from another class loader. */
    public interface LibC {
        int open(@In String path, int flags);

        int ioctl(int descriptor, long request, int[] argument);

        int close(int descriptor);
    }

    /** Ends the file system. */
    void cut() {
        requireDone("FS_IOC_SHUTDOWN", C.ioctl(descriptor, FS_IOC_SHUTDOWN, new int[] {NO_LOG_FLUSH}));
    }

    private void requireDone(String call, int returned) {
        if (returned < 0) {
            int errno = Runtime.getRuntime(C).getLastError();
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    call + " of " + mountPoint + ": expected it to work, was error number " + errno);
        }
    }

    @Override
    public void close() {
        C.close(descriptor);
    }
}
