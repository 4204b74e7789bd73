package io.vexfs.fuse;

import io.vexfs.api.OperationContext;
import io.vexfs.fuse.NativeFunctions.LibC;

/**
 * Who made the system call that is being answered.
 *
 * @param user user id
 * @param group group id
 * @param process process id in the mount's namespace
 */
record Caller(int user, int group, int process) {
    /** Who asks on this thread: whom the request names inside of an operation, otherwise the mount itself. */
    static Caller current(Caller otherwise) {
        Answering now = Answering.current();
        return now.active() ? now.caller() : otherwise;
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
