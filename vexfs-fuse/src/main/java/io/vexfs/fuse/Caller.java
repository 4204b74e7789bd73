package io.vexfs.fuse;

import io.vexfs.api.OperationContext;
import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import jnr.ffi.Pointer;

/**
 * Who made the system call that is being answered.
 *
 * @param user user id
 * @param group group id
 * @param process process id in the mount's namespace
 */
record Caller(int user, int group, int process) {
    private static final int USER = 8;
    private static final int GROUP = 12;
    private static final int PROCESS = 16;

    /** Who asks on this thread: libfuse's context inside of an operation, otherwise the mount itself. */
    static Caller current(LibFuse library, Caller otherwise) {
        if (!Answering.current().active()) {
            return otherwise;
        }
        Pointer context = library.fuse_get_context();
        return new Caller(context.getInt(USER), context.getInt(GROUP), context.getInt(PROCESS));
    }

    /** Whoever runs this process. */
    static Caller ownerOfProcess() {
        LibC c = NativeLibraries.c();
        return new Caller(
                c.geteuid(), c.getegid(), (int) ProcessHandle.current().pid());
    }

    OperationContext context() {
        return OperationContext.of(user, group, process);
    }
}
