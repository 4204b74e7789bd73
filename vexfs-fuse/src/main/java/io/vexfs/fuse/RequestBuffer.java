package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;

/**
 * Where a thread receives requests. Mapped rather than allocated: a page of it takes memory from the first request on
 * that is so long, and most are short.
 */
final class RequestBuffer implements AutoCloseable {
    private final LibC c = NativeLibraries.c();
    private final long mapped;
    private final Pointer memory;
    private final int size;

    RequestBuffer(int size) {
        this.size = size;
        mapped = c.mmap(null, size, Linux.PROT_READ_WRITE, Linux.MAP_PRIVATE_ANONYMOUS, -1, 0);
        memory = mapped < 0 ? NativeLibraries.allocate(size) : Pointer.wrap(NativeLibraries.runtime(), mapped, size);
    }

    Pointer memory() {
        return memory;
    }

    int size() {
        return size;
    }

    @Override
    public void close() {
        if (mapped >= 0) {
            c.munmap(mapped, size);
        }
    }
}
