package io.vexfs.fuse;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Type;
import jnr.ffi.Pointer;

/** libfuse's function that takes one entry of a listing, called by its address. */
final class Filler {
    private static final CallContext SHAPE =
            new CallContext(Type.SINT, Type.POINTER, Type.POINTER, Type.POINTER, Type.SINT64);

    private final long function;
    private final long target;

    /** The function that libfuse gave together with the target for this listing. */
    Filler(Pointer function, Pointer target) {
        this.function = function.address();
        this.target = target.address();
    }

    /**
     * Adds an entry; false if there is no room, so that it is to be given again.
     *
     * @param name address of the NUL-terminated name
     * @param next offset from which the listing goes on after this entry; not 0
     */
    boolean add(long name, Pointer stat, long next) {
        return (int) Invoker.getInstance().invokeN4(SHAPE, function, target, name, stat.address(), next) == 0;
    }
}
