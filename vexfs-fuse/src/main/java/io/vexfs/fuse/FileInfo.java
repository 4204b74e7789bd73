package io.vexfs.fuse;

import jnr.ffi.Pointer;

/** Where the fields of libfuse's {@code struct fuse_file_info} lie. */
final class FileInfo {
    private static final int FLAGS = 0;
    private static final int BITS = 20;
    private static final int HANDLE = 24;
    private static final byte DIRECT_IO = 1;

    private FileInfo() {}

    static int flags(Pointer info) {
        return info.getInt(FLAGS);
    }

    static long handle(Pointer info) {
        return info.getLong(HANDLE);
    }

    static void handle(Pointer info, long handle) {
        info.putLong(HANDLE, handle);
    }

    /** Keeps this handle's reads out of the kernel's page cache. */
    static void directIo(Pointer info) {
        info.putByte(BITS, DIRECT_IO);
    }
}
