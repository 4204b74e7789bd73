package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * What the kernel says in a request and libfuse 2.9 does not hand on: whether set-id bits are to be taken from a file
 * that is written or cut by somebody without privilege. Asked where the kernel leaves that to us, see {@link Handshake}.
 */
final class RequestFlags {
    private static final int SETATTR_KILL = 1 << 11;
    /** What a {@code chown} that changes neither owner nor group sends, and the kernel before it writes by itself. */
    private static final int NOTHING = 0;

    private static final int WRITE_KILL = 1 << 2;
    private static final int OPEN_KILL = 1;

    private RequestFlags() {}

    /** Whether the file of this request loses its set-id bits. */
    static boolean dropsSetId(Pointer request) {
        return switch (Request.operation(request)) {
            case Request.WRITE -> (request.getInt(Request.BODY + 20) & WRITE_KILL) != 0;
            case Request.SETATTR -> (request.getInt(Request.BODY) & SETATTR_KILL) != 0;
            case Request.OPEN -> (request.getInt(Request.BODY + 4) & OPEN_KILL) != 0;
            case Request.CREATE -> (request.getInt(Request.BODY + 12) & OPEN_KILL) != 0;
            // The protocol has no flag for it here.
            case Request.FALLOCATE -> request.getInt(Request.USER) != 0;
            default -> false;
        };
    }

    /** Whether the request is to change nothing of a file, but perhaps its set-id bits; see {@link SetIdBits}. */
    static boolean changesNothing(Pointer request) {
        return Request.operation(request) == Request.SETATTR && request.getInt(Request.BODY) == NOTHING;
    }

    /** As {@link #drop}, where the request that this thread answers asks for it. */
    static int dropAsAsked(int descriptor) {
        return Answering.current().dropsSetId() ? drop(descriptor) : 0;
    }

    /** Takes the set-id bits from an open file, if it has any, as the host would for its user. */
    static int drop(int descriptor) {
        Pointer stat = Scratch.current().stat;
        int asked = NativeLibraries.result(NativeLibraries.c().fstat(descriptor, stat));
        if (asked < 0) {
            return asked;
        }
        int mode = Stat.mode(stat);
        int left = without(mode);
        if (left == mode || !Stat.regular(stat)) {
            return 0;
        }
        int changed = NativeLibraries.result(NativeLibraries.c().fchmod(descriptor, left & 07777));
        // Who may not is no privileged process, from whose writes the host drops them anyway.
        return changed == -Linux.EPERM ? 0 : changed;
    }

    /** The mode without the set-user-id bit, and without the set-group-id bit where the group may execute. */
    static int without(int mode) {
        int left = mode & ~Linux.S_ISUID;
        return (mode & Linux.S_IXGRP) == 0 ? left : left & ~Linux.S_ISGID;
    }
}
