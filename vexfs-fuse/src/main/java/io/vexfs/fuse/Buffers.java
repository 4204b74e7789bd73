package io.vexfs.fuse;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.Pointer;

/**
 * Native buffers that are used again. jnr frees memory when the garbage collector finds its pointer, which a walk over
 * many directories or files would outrun by gigabytes.
 */
final class Buffers {
    /** Bytes of each buffer. */
    static final int BYTES = 64 * 1024;

    /** Buffers that are kept for the next user. */
    private static final int KEPT_MAX = 64;

    private static final ConcurrentLinkedQueue<Pointer> FREE = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger KEPT = new AtomicInteger();

    private Buffers() {}

    /** A buffer with anything in it, the caller's until it is given back. */
    static Pointer take() {
        Pointer buffer = FREE.poll();
        if (buffer == null) {
            return NativeLibraries.allocate(BYTES);
        }
        KEPT.decrementAndGet();
        return buffer;
    }

    /** Gives a buffer back; the caller keeps no pointer to it. */
    static void give(Pointer buffer) {
        if (KEPT.incrementAndGet() <= KEPT_MAX) {
            FREE.add(buffer);
        } else {
            KEPT.decrementAndGet();
        }
    }
}
