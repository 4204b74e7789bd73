package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * Where libfuse's answers to requests land that are looked at before the kernel gets them, or that the kernel never
 * asked for. For one thread at a time.
 *
 * <p>libfuse writes an answer to the descriptor of the channel that a request came with. Here that is a file of memory,
 * which is mapped: an answer costs a write, some a seek, and nothing is copied to be read.
 */
final class CapturedAnswers implements AutoCloseable {
    /** Bytes before an answer's own fields: its length 4, error 4, and the request's number 8. */
    static final int HEADER_BYTES = 16;

    private static final int ERROR = 4;
    /** Room for short answers behind each other, before the file is written from its start again. */
    private static final int SPARE_BYTES = 4_096;
    /** Where the next answer goes while nobody knows what was written: to the start. */
    private static final int UNKNOWN = SPARE_BYTES + 1;

    private final LibC c = NativeLibraries.c();
    private final LibFuse library = NativeLibraries.fuse();
    private final Pointer channel;
    private final int descriptor;
    private final long mapped;
    private final Pointer memory;
    /** Room for the longest answer, and {@link #SPARE_BYTES}. */
    private final int bytes;
    /** Where the next answer goes. */
    private int next;

    private Pointer answer;

    private CapturedAnswers(Pointer channel, int descriptor, long mapped, int bytes) {
        this.channel = channel;
        this.descriptor = descriptor;
        this.mapped = mapped;
        this.bytes = bytes;
        memory = Pointer.wrap(NativeLibraries.runtime(), mapped, bytes);
        answer = memory;
    }

    /**
     * Room for answers of at most that many bytes; empty where the machine has none.
     *
     * @param size taken now, so that a write of libfuse's into it cannot fail
     */
    static Optional<CapturedAnswers> room(int size) {
        LibC c = NativeLibraries.c();
        int descriptor = c.memfd_create(NativeLibraries.string("vexfs-answers"), Linux.MFD_CLOEXEC);
        if (descriptor < 0) {
            return Optional.empty();
        }
        long mapped = -1;
        int bytes = size + SPARE_BYTES;
        if (c.fallocate(descriptor, 0, 0, bytes) == 0) {
            mapped = c.mmap(null, bytes, Linux.PROT_READ_WRITE, Linux.MAP_SHARED, descriptor, 0);
        }
        Pointer channel = mapped < 0 ? null : NativeLibraries.fuse().fuse_kern_chan_new(descriptor);
        if (channel == null) {
            if (mapped >= 0) {
                c.munmap(mapped, bytes);
            }
            c.close(descriptor);
            return Optional.empty();
        }
        return Optional.of(new CapturedAnswers(channel, descriptor, mapped, bytes));
    }

    /**
     * Has libfuse answer a request and gives the answer's length, whose bytes are then in {@link #memory}; 0 where the
     * request has no answer. Fails with EIO where the answer is longer than there is room for.
     */
    int answer(Pointer session, Pointer request, int length) {
        if (next > SPARE_BYTES) {
            ErrnoException.require(NativeLibraries.result(c.lseek(descriptor, 0, Linux.SEEK_SET)));
            next = 0;
        }
        int start = next;
        answer = memory.slice(start);
        answer.putInt(0, 0);
        next = UNKNOWN;
        library.fuse_session_process(session, request, length, channel);
        int written = answer.getInt(0);
        if (written < 0 || written > bytes - SPARE_BYTES) {
            throw new ErrnoException(Linux.EIO);
        }
        next = start + written;
        return written;
    }

    /** The last answer, until the next one. */
    Pointer memory() {
        return answer;
    }

    /** The last answer's error: 0 or a negative number. */
    int error() {
        return answer.getInt(ERROR);
    }

    /** Gives the room back; the channel closes its descriptor. */
    @Override
    public void close() {
        c.munmap(mapped, bytes);
        library.fuse_chan_destroy(channel);
    }
}
