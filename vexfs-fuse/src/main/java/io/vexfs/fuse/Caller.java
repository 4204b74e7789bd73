package io.vexfs.fuse;

import io.vexfs.api.OperationContext;
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

    /** Reads libfuse's context of this thread. */
    static Caller of(Pointer context) {
        return new Caller(context.getInt(USER), context.getInt(GROUP), context.getInt(PROCESS));
    }

    /** Whoever runs this process. */
    static Caller ownerOfProcess() {
        LibC c = NativeLibraries.c();
        return new Caller(c.geteuid(), c.getegid(), (int) ProcessHandle.current().pid());
    }

    OperationContext context() {
        return OperationContext.of(user, group, process);
    }
}
