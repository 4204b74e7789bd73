package io.vexfs.fuse;

import jnr.ffi.Pointer;

/** Native memory that one thread uses again for every call: names on their way in, numbers on their way out. */
final class Scratch {
    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);
    private static final int ENTRY_BYTES = 64;

    /** Path of a parent directory, or any other path that is used up at once. */
    final Pointer parent = NativeLibraries.allocate(Linux.PATH_MAX);
    /** Name in a directory. */
    final Pointer name = NativeLibraries.allocate(Linux.PATH_MAX);
    /** Second name, of a rename or link. */
    final Pointer otherName = NativeLibraries.allocate(Linux.PATH_MAX);
    /** A {@code struct stat}. */
    final Pointer stat = NativeLibraries.allocate(Stat.SIZE);
    /** A {@code struct open_how}, an {@code iovec} or a pair of {@code timespec}s. */
    final Pointer entry = NativeLibraries.allocate(ENTRY_BYTES);

    static Scratch current() {
        return CURRENT.get();
    }

    private Scratch() {}
}
