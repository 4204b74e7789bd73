package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * How a request of the kernel begins, and the numbers of operations.
 *
 * <pre>
 *  0  length  4, operation  4
 *  8  unique  8
 * 16  node  8
 * 24  user, group, process, -  4 each
 * 40  the operation's own fields
 * </pre>
 */
final class Request {
    static final int OPERATION = 4;
    static final int UNIQUE = 8;
    /** Which of the kernel's inodes it is about. */
    static final int NODE = 16;
    /** Who asks: user, group and process. */
    static final int USER = 24;

    static final int BODY = 40;

    static final int LOOKUP = 1;
    static final int FORGET = 2;
    static final int SETATTR = 4;
    static final int UNLINK = 10;
    static final int RENAME = 12;
    static final int OPEN = 14;
    static final int READ = 15;
    static final int WRITE = 16;
    static final int RELEASE = 18;
    static final int GETXATTR = 22;
    static final int FLUSH = 25;
    static final int INIT = 26;
    static final int READDIR = 28;
    static final int CREATE = 35;
    static final int FALLOCATE = 43;
    static final int READDIRPLUS = 44;

    private Request() {}

    /** What is asked for. */
    static int operation(Pointer request) {
        return request.getInt(OPERATION);
    }

    /** Begins another request of the same caller's, for the same node. */
    static void begin(Pointer request, Pointer like, int operation, int length) {
        like.transferTo(0, request, 0, BODY);
        request.putInt(0, length);
        request.putInt(OPERATION, operation);
    }
}
