package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;

/**
 * Answers to requests that say all that is needed to answer them, an open file's handle above all: they do not go through
 * libfuse, which would look for a path, allocate memory for what is read, and call back. One thread's own.
 *
 * <pre>
 * bytes   read               write              flush      attribute         answer
 *  0      length 4, operation 4, unique 8, node 8, who asks 16               length 4, error 4, unique 8
 * 16                                                                         bytes read, or written 4, - 4
 * 40      handle 8           handle 8           handle 8   size 4, - 4
 * 48      offset 8, size 4   offset 8, size 4              name, NUL
 * 60                         flags 4
 * 80                         the bytes
 * </pre>
 */
final class DirectAnswers implements FuseReply.Requests, AutoCloseable {
    private static final int HANDLE = 40;
    private static final int OFFSET = 48;
    private static final int SIZE = 56;
    private static final int WRITE_FLAGS = 60;
    private static final int WRITTEN_BYTES = 80;
    private static final int ATTRIBUTE = 48;

    private static final int WRITE_CACHE = 1;
    private static final int HEADER = CapturedAnswers.HEADER_BYTES;
    private static final int COUNT_BYTES = 8;

    private final LibC c = NativeLibraries.c();
    private final VexfsFuse fuse;
    private final int device;
    private final RequestBuffer buffer = new RequestBuffer(HEADER + Handshake.TRANSFER_BYTES_MAX);
    private final Pointer answer = buffer.memory();
    private final Pointer content = answer.slice(HEADER);

    /** For the requests of a device. */
    DirectAnswers(VexfsFuse fuse, int device) {
        this.fuse = fuse;
        this.device = device;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Left to libfuse are operations that need a path, attributes that a file may have among them, and readings of
     * more than there is room for: the kernel counts in pages, and where they have 64 KiB it asks for up to 16 MiB.
     */
    @Override
    public boolean answered(Pointer request, int length) {
        switch (Request.operation(request)) {
            case Request.READ -> {
                int size = request.getInt(SIZE);
                if (size < 0 || size > Handshake.TRANSFER_BYTES_MAX) {
                    return false;
                }
                int read = fuse.read(request.getLong(HANDLE), content, size, request.getLong(OFFSET));
                send(request, read, Math.max(0, read));
            }
            case Request.WRITE -> {
                boolean writeBack = (request.getInt(WRITE_FLAGS) & WRITE_CACHE) != 0;
                int written = fuse.write(
                        request.getLong(HANDLE),
                        request.slice(WRITTEN_BYTES),
                        request.getInt(SIZE),
                        request.getLong(OFFSET),
                        writeBack);
                content.putLong(0, written);
                send(request, written, written < 0 ? 0 : COUNT_BYTES);
            }
            case Request.FLUSH -> send(request, fuse.flush(request.getLong(HANDLE)), 0);
            case Request.GETXATTR -> {
                Pointer name = request.slice(ATTRIBUTE);
                if (AttributeNames.readable(name)) {
                    return false;
                }
                send(request, fuse.refuseAttribute(name), 0);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void refuse(Pointer request, int error) {
        send(request, error, 0);
    }

    private void send(Pointer request, int result, int bytes) {
        answer.putInt(0, HEADER + bytes);
        answer.putInt(4, Math.min(0, result));
        answer.putLong(Request.UNIQUE, request.getLong(Request.UNIQUE));
        // Where that fails, nobody waits for it any more.
        c.write(device, answer, HEADER + bytes);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
