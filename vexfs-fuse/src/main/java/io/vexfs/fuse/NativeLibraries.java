package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** The C library and libfuse 2, loaded once for the process. */
final class NativeLibraries {
    private static final LibC C = load(LibC.class, "libc.so.6");
    private static final Runtime RUNTIME = Runtime.getRuntime(C);

    private NativeLibraries() {}

    static LibC c() {
        return C;
    }

    static Runtime runtime() {
        return RUNTIME;
    }

    /** The error number that the thread's last native call left. */
    static int errno() {
        return RUNTIME.getLastError();
    }

    /** What a call returned, or the negative error number where it returned a negative value. */
    static int result(int returned) {
        return returned < 0 ? -errno() : returned;
    }

    /** As {@link #result(int)} for calls that return a size below 2 GiB. */
    static int result(long returned) {
        return returned < 0 ? -errno() : (int) returned;
    }

    /** libfuse 2, or a {@link VexfsException} that says how to install it. */
    static LibFuse fuse() {
        return Fuse.loaded();
    }

    /** Zeroed memory that lives as long as the pointer object. */
    static Pointer allocate(int bytes) {
        return Memory.allocateDirect(RUNTIME, bytes, true);
    }

    /** The bytes and a closing NUL, in memory of their own. */
    static Pointer string(byte[] bytes) {
        Pointer copy = allocate(bytes.length + 1);
        copy.put(0, bytes, 0, bytes.length);
        return copy;
    }

    static Pointer string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    static <T> T load(Class<T> type, String library) {
        return LibraryLoader.loadLibrary(type, Map.of(LibraryOption.LoadNow, true), library);
    }

    /** The library of that name as libfuse 2. */
    static LibFuse loadFuse(String library) {
        try {
            return load(LibFuse.class, library);
        } catch (LinkageError failure) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "cannot mount: expected the library " + library
                            + ", found none (on Debian and Ubuntu: apt-get install libfuse2 fuse)",
                    failure);
        }
    }

    /** Loaded at the first use, so that the C library can be used where libfuse is missing. */
    private static final class Fuse {
        private static @Nullable LibFuse library;

        private Fuse() {}

        private static synchronized LibFuse loaded() {
            LibFuse present = library;
            if (present == null) {
                present = loadFuse("libfuse.so.2");
                library = present;
            }
            return present;
        }
    }
}
