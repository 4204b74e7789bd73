package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;

/**
 * The answers to openings, with more said than libfuse 2.9 knows: which file of the host the kernel may read and write
 * by itself ({@link Passthrough}), and that it need not tell when a handle is closed that could not write. One for each
 * thread.
 *
 * <pre>
 * bytes   request                       answer of OPEN            answer of CREATE
 *  0      length  4, operation  4       length  4, error  4       the same
 *  8      unique  8                     unique  8
 * 16      node  8, user, group,         handle  8                 the new node  8, its attributes
 *         process, -  4 each            flags  4, backing  4
 * 144                                                             handle  8, flags  4, backing  4
 * </pre>
 */
final class OpenAnswers {
    /** Bytes of the longest answer. */
    static final int BYTES_MAX = 160;

    private static final int OPENED_BYTES = 32;
    private static final int HANDLE_FROM_END = 16;
    private static final int FLAGS_FROM_END = 8;
    private static final int BACKING_FROM_END = 4;

    private static final int KEEP_CACHE = 1 << 1;
    private static final int NOFLUSH = 1 << 5;
    private static final int PASSTHROUGH = 1 << 7;

    private static final int RELEASE_BYTES = Request.BODY + 24;
    private static final int FORGET_BYTES = Request.BODY + 8;

    private final LibC c = NativeLibraries.c();
    private final CapturedAnswers answers;
    private final Openings openings;
    private final Pointer session;
    private final int device;
    private final Pointer own = NativeLibraries.allocate(RELEASE_BYTES);

    /**
     * For one thread.
     *
     * @param answers room for {@link #BYTES_MAX} bytes
     * @param device the connection to the kernel
     */
    OpenAnswers(CapturedAnswers answers, Openings openings, Pointer session, int device) {
        this.answers = answers;
        this.openings = openings;
        this.session = session;
        this.device = device;
    }

    /** Whether this request opens a file. */
    static boolean opens(Pointer request) {
        int operation = Request.operation(request);
        return operation == Request.OPEN || operation == Request.CREATE;
    }

    /** Has libfuse answer, adds to it and gives it to the kernel; where that fails, nothing stays open. */
    void answer(Pointer request, int length) {
        boolean creates = Request.operation(request) == Request.CREATE;
        int written = answers.answer(session, request, length);
        Pointer answer = answers.memory();
        boolean opened = answers.error() == 0 && written == (creates ? BYTES_MAX : OPENED_BYTES);
        long node = opened && creates ? answer.getLong(CapturedAnswers.HEADER_BYTES) : request.getLong(Request.NODE);
        long handle = opened ? answer.getLong(written - HANDLE_FROM_END) : 0;
        boolean waitedFor = false;
        try {
            if (opened && openings.files().opened(handle).file() instanceof HostFile file) {
                add(answer, written, file, node);
            }
            waitedFor = NativeLibraries.result(c.write(device, answer, written)) != -Linux.ENOENT;
        } finally {
            if (opened && !waitedFor) {
                takeBack(request, node, handle, creates);
            }
        }
    }

    private void add(Pointer answer, int written, HostFile file, long node) {
        int flags = answer.getInt(written - FLAGS_FROM_END);
        int backing = file.opened(openings.passthrough(), node);
        if (backing != Passthrough.CACHED) {
            flags = flags & ~KEEP_CACHE | PASSTHROUGH;
            answer.putInt(written - BACKING_FROM_END, backing);
        }
        if (!file.writable()) {
            flags |= NOFLUSH;
        }
        answer.putInt(written - FLAGS_FROM_END, flags);
    }

    /** Nobody waits any more for what was opened, or will hear of it: libfuse is told what the kernel would say if it knew of it. */
    private void takeBack(Pointer request, long node, long handle, boolean creates) {
        ask(request, Request.RELEASE, RELEASE_BYTES, node, handle);
        if (creates) {
            ask(request, Request.FORGET, FORGET_BYTES, node, 1);
        }
    }

    private void ask(Pointer like, int operation, int length, long node, long first) {
        own.setMemory(0, RELEASE_BYTES, (byte) 0);
        Request.begin(own, like, operation, length);
        own.putLong(Request.NODE, node);
        own.putLong(Request.BODY, first);
        answers.answer(session, own, length);
    }
}
