package io.vexfs.fuse;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;

/**
 * The shapes of libfuse's operations, as jnr calls them: pointers stay pointers, so names keep their bytes and no
 * wrapper is made. A shape is named by its arguments: {@code P} a pointer, {@code I} an int, {@code L} a long.
 * They are public to the JVM alone, as jnr implements them from another class loader.
 */
final class Callbacks {
    private Callbacks() {}

    public interface P {
        @Delegate
        int call(Pointer path);
    }

    public interface PP {
        @Delegate
        int call(Pointer path, Pointer other);
    }

    public interface PPP {
        @Delegate
        int call(Pointer path, Pointer second, Pointer third);
    }

    public interface PI {
        @Delegate
        int call(Pointer path, int number);
    }

    public interface PII {
        @Delegate
        int call(Pointer path, int first, int second);
    }

    public interface PIL {
        @Delegate
        int call(Pointer path, int mode, long number);
    }

    public interface PIP {
        @Delegate
        int call(Pointer path, int number, Pointer info);
    }

    public interface PL {
        @Delegate
        int call(Pointer path, long number);
    }

    public interface PLP {
        @Delegate
        int call(Pointer path, long number, Pointer info);
    }

    public interface PPL {
        @Delegate
        int call(Pointer path, Pointer buffer, long size);
    }

    public interface PPPL {
        @Delegate
        int call(Pointer path, Pointer name, Pointer value, long size);
    }

    public interface PPPLI {
        @Delegate
        int call(Pointer path, Pointer name, Pointer value, long size, int flags);
    }

    public interface PPLLP {
        @Delegate
        int call(Pointer path, Pointer buffer, long size, long offset, Pointer info);
    }

    public interface PPPLP {
        @Delegate
        int call(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info);
    }

    public interface PILLP {
        @Delegate
        int call(Pointer path, int mode, long offset, long length, Pointer info);
    }
}
