package io.vexfs.fuse;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;

/**
 * The shapes of libfuse's operations, as jnr calls them: pointers stay pointers, so names keep their bytes and no
 * wrapper is made. A shape is named by its arguments: {@code P} a pointer, {@code I} an int, {@code L} a long.
 */
final class Callbacks {
    private Callbacks() {}

    interface P {
        @Delegate
        int call(Pointer path);
    }

    interface PP {
        @Delegate
        int call(Pointer path, Pointer other);
    }

    interface PPP {
        @Delegate
        int call(Pointer path, Pointer second, Pointer third);
    }

    interface PI {
        @Delegate
        int call(Pointer path, int number);
    }

    interface PII {
        @Delegate
        int call(Pointer path, int first, int second);
    }

    interface PIL {
        @Delegate
        int call(Pointer path, int mode, long number);
    }

    interface PIP {
        @Delegate
        int call(Pointer path, int number, Pointer info);
    }

    interface PL {
        @Delegate
        int call(Pointer path, long number);
    }

    interface PLP {
        @Delegate
        int call(Pointer path, long number, Pointer info);
    }

    interface PPL {
        @Delegate
        int call(Pointer path, Pointer buffer, long size);
    }

    interface PPPL {
        @Delegate
        int call(Pointer path, Pointer name, Pointer value, long size);
    }

    interface PPPLI {
        @Delegate
        int call(Pointer path, Pointer name, Pointer value, long size, int flags);
    }

    interface PPLLP {
        @Delegate
        int call(Pointer path, Pointer buffer, long size, long offset, Pointer info);
    }

    interface PPPLP {
        @Delegate
        int call(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info);
    }

    interface PILLP {
        @Delegate
        int call(Pointer path, int mode, long offset, long length, Pointer info);
    }
}
