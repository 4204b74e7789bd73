package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.ffi.Pointer;

/**
 * How much stack an operation of one thread takes: what lies below the caller is painted with a pattern before it runs,
 * and afterwards the lowest place is sought where the pattern is gone.
 *
 * <p>Implementation note. The kernel tells where the stack ends while a file of {@code /proc} is being read; painting is
 * a call of the same depth, so it begins a little below that place and cannot touch what is in use. Bytes below the end
 * of the stack belong to nobody. A JVM tests the stack for room by writing half words far below where it is, compiled
 * code 20 pages and the interpreter each page up to there; so only {@link #RUN_WORDS} whole words in a row that changed are
 * taken for use, which each frame has (return address and frame pointer). The stack between the caller and the end that the kernel
 * told is not seen; {@link #UNSEEN_BYTES} are added for it.
 */
final class StackProbe implements AutoCloseable {
    /** How far below the caller use is seen; more counts as this much. */
    static final int REACH_BYTES = 64 << 10;
    /** What the call that asks the kernel takes itself. */
    static final int UNSEEN_BYTES = 512;
    /** Changed words in a row that a frame leaves, and a test for room does not. */
    private static final int RUN_WORDS = 2;
    /** Below the end of the stack: the red zone that a running function may use. */
    private static final int MARGIN_BYTES = 256;
    /** The stack that a thread must have left so that painting stays on it. */
    private static final int DEPTH_BYTES_MAX = 512 << 10;

    private static final String SOURCE = "/proc/thread-self/syscall";
    private static final int TEXT_BYTES = 256;
    private static final int FIELD = 7;
    private static final int PATTERN_BYTE = 0xA5;
    private static final long PATTERN = 0xA5A5A5A5A5A5A5A5L;

    private final LibC c = NativeLibraries.c();
    private final Pointer text = NativeLibraries.allocate(TEXT_BYTES);
    private final byte[] bytes = new byte[TEXT_BYTES];
    private final long[] words = new long[(REACH_BYTES - MARGIN_BYTES) / Long.BYTES];
    private final int descriptor;
    private final long top;
    private long end;

    /** A probe of the calling thread, which alone may use it, and has at least 1 MiB of stack. */
    StackProbe() {
        Pointer name = NativeLibraries.string(SOURCE);
        descriptor = c.openat(Linux.AT_FDCWD, name, Linux.O_CLOEXEC, 0);
        top = stackEnd();
    }

    /** Whether the kernel tells where the stack ends. */
    boolean works() {
        return top != 0;
    }

    /** Where this thread's stack ends now, seen from the call that asks; 0 if the kernel does not tell. */
    private long stackEnd() {
        if (descriptor < 0) {
            return 0;
        }
        int length = NativeLibraries.result(c.pread(descriptor, text, TEXT_BYTES, 0));
        if (length <= 0) {
            return 0;
        }
        text.get(0, bytes, 0, length);
        int field = 0;
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == ' ' || bytes[i] == '\n') {
                if (field == FIELD) {
                    String hex = new String(bytes, start, i - start, StandardCharsets.US_ASCII);
                    return hex.startsWith("0x") ? Long.parseUnsignedLong(hex.substring(2), 16) : 0;
                }
                field++;
                start = i + 1;
            }
        }
        return 0;
    }

    /** Paints what lies below the caller; {@link #used} is to be called from the same method. */
    void paint() {
        end = top == 0 ? 0 : stackEnd() & -Long.BYTES;
        if (end == 0 || top - end > DEPTH_BYTES_MAX) {
            end = 0;
            return;
        }
        c.memset(end - REACH_BYTES, PATTERN_BYTE, REACH_BYTES - MARGIN_BYTES);
    }

    /** Bytes of stack that were used since {@link #paint}; −1 if that is not known. */
    int used() {
        if (end == 0) {
            return -1;
        }
        Pointer.wrap(NativeLibraries.runtime(), end - REACH_BYTES).get(0, words, 0, words.length);
        int run = 0;
        int next = 0;
        while (next < words.length && run < RUN_WORDS) {
            run = words[next] >>> Integer.SIZE == PATTERN >>> Integer.SIZE ? 0 : run + 1;
            next++;
        }
        int lowest = next - run;
        return REACH_BYTES - lowest * Long.BYTES + UNSEEN_BYTES;
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            c.close(descriptor);
        }
        Arrays.fill(words, 0);
    }
}
