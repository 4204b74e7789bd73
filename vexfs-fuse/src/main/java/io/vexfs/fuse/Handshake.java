package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The first exchange with the kernel, in which both sides say what they can.
 *
 * <p>libfuse 2.9 speaks an older protocol than kernels do, and would leave out what they offer. So it answers into
 * memory ({@link CapturedAnswers}), and the kernel gets that answer with more said, where it offers it: requests of up
 * to a mebibyte, requests for one directory in parallel, names together with attributes ({@link AttributedListing}),
 * set-user-id bits that are taken away by us ({@link RequestFlags}), for which the kernel stops asking for
 * {@code security.capability} before each write, and {@link Passthrough}.
 *
 * <pre>
 * bytes   request                      answer
 *  0      length  4, operation  4      length  4, error  4
 *  8      unique  8                    unique  8
 * 16      node  8, user, group,        version  8
 *         process, -  4 each
 * 24                                   read ahead  4, flags  4
 * 32                                   background  4, longest write  4
 * 40      version  8                   time's granularity  4, most pages  2
 * 48      read ahead  4, flags  4      further flags  4, depth of stacks  4; zeros up to 80
 * 56      further flags  4
 * </pre>
 */
final class Handshake {
    /** Bytes that one request reads or writes at most, where the kernel lets us say so. */
    static final int TRANSFER_BYTES_MAX = 1 << 20;

    private static final int MINOR_OFFERED = 44;
    private static final int FLAGS_OFFERED = 52;
    private static final int MORE_FLAGS_OFFERED = 56;
    private static final int REQUEST_BYTES_MIN = 56;

    private static final int FLAGS = 28;
    private static final int WRITE_BYTES_MAX = 36;
    private static final int PAGES_MAX = 44;
    private static final int MORE_FLAGS = 48;
    private static final int STACK_DEPTH = 52;
    private static final int SHORT_ANSWER_BYTES = 40;
    private static final int ANSWER_BYTES = 80;
    /** The first version whose answer is that long. */
    private static final int LONG_ANSWER_MINOR = 23;

    private static final int DO_READDIRPLUS = 1 << 13;
    private static final int READDIRPLUS_AUTO = 1 << 14;
    private static final int PARALLEL_DIROPS = 1 << 18;
    private static final int MAX_PAGES = 1 << 22;
    private static final int HANDLE_KILLPRIV_V2 = 1 << 28;
    private static final int INIT_EXT = 1 << 30;
    /** Among the further flags. */
    private static final int PASSTHROUGH = 1 << 5;

    private static final int TAKEN = DO_READDIRPLUS | READDIRPLUS_AUTO | PARALLEL_DIROPS | HANDLE_KILLPRIV_V2;
    private static final int PAGE_BYTES = 4096;
    /** What libfuse answers where no option asks for less. */
    private static final int USUAL_WRITE_BYTES = 128 * 1024;

    private final LibFuse library = NativeLibraries.fuse();
    private final LibC c = NativeLibraries.c();
    private final Pointer session;
    private final Pointer channel;
    private final boolean passthrough;
    private boolean agreed;

    private Handshake(Pointer session, Pointer channel, boolean passthrough) {
        this.session = session;
        this.channel = channel;
        this.passthrough = passthrough;
    }

    /**
     * Answers the kernel's first request, which waits since the mount was made, if that is not gone already.
     *
     * @param passthrough whether the kernel may read and write files of the host by itself
     * @return whether it may and will
     */
    static boolean made(Pointer session, Pointer channel, boolean passthrough) {
        Handshake handshake = new Handshake(session, channel, passthrough);
        handshake.make();
        return handshake.agreed;
    }

    private void make() {
        int size = (int) library.fuse_chan_bufsize(channel);
        Pointer request = NativeLibraries.allocate(size);
        Pointer used = NativeLibraries.allocate(Long.BYTES);
        int received;
        do {
            used.putPointer(0, channel);
            received = library.fuse_chan_recv(used, request, size);
        } while (received == -Linux.EINTR || received == -Linux.EAGAIN);
        if (received <= 0) {
            return;
        }
        if (received < REQUEST_BYTES_MIN
                || Request.operation(request) != Request.INIT
                || request.getInt(MINOR_OFFERED) < LONG_ANSWER_MINOR) {
            library.fuse_session_process(session, request, received, channel);
            return;
        }
        Optional<CapturedAnswers> captured = CapturedAnswers.room(ANSWER_BYTES);
        if (captured.isEmpty()) {
            library.fuse_session_process(session, request, received, channel);
            return;
        }
        try (CapturedAnswers answers = captured.get()) {
            int length = answers.answer(session, request, received);
            requireWhole(Math.min(length, 1), 1);
            Pointer answer = answers.memory();
            if (length == SHORT_ANSWER_BYTES && answers.error() == 0) {
                int offered = request.getInt(FLAGS_OFFERED);
                length = extended(answer, offered);
                boolean more = (offered & INIT_EXT) != 0 && received >= MORE_FLAGS_OFFERED + Integer.BYTES;
                agreed = passthrough && more && passing(answer, request.getInt(MORE_FLAGS_OFFERED));
            }
            requireWhole(c.write(library.fuse_chan_fd(channel), answer, length), length);
        }
    }

    /** What libfuse answered, with more said; gives the new length. */
    static int extended(Pointer answer, int offered) {
        int flags = answer.getInt(FLAGS) | offered & TAKEN;
        if ((offered & MAX_PAGES) != 0 && answer.getInt(WRITE_BYTES_MAX) == USUAL_WRITE_BYTES) {
            flags |= MAX_PAGES;
            answer.putInt(WRITE_BYTES_MAX, TRANSFER_BYTES_MAX);
            answer.putShort(PAGES_MAX, (short) (TRANSFER_BYTES_MAX / PAGE_BYTES));
        }
        answer.putInt(FLAGS, flags);
        answer.putInt(0, ANSWER_BYTES);
        return ANSWER_BYTES;
    }

    /** Says in an extended answer that the kernel is to read and write files by itself, if it offers to. */
    static boolean passing(Pointer answer, int moreOffered) {
        if ((moreOffered & PASSTHROUGH) == 0) {
            return false;
        }
        answer.putInt(FLAGS, answer.getInt(FLAGS) | INIT_EXT);
        answer.putInt(MORE_FLAGS, PASSTHROUGH);
        // A file system of such depth is not stacked itself, and lies on none that is.
        answer.putInt(STACK_DEPTH, 1);
        return true;
    }

    private static void requireWhole(long returned, int expected) {
        if (returned != expected) {
            int errno = returned < 0 ? NativeLibraries.errno() : 0;
            throw failed(expected + " from the system's call, was " + returned + " (errno " + errno + ")");
        }
    }

    private static VexfsException failed(String what) {
        return new VexfsException(
                FuseVexfsError.BRIDGE_ERROR, "cannot agree with the kernel on a protocol: expected " + what);
    }
}
