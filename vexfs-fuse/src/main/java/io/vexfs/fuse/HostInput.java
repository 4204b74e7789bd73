package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import jnr.ffi.Pointer;

/** The bytes of an open host file from its start on, as many as it had; reading does not move the descriptor. */
final class HostInput extends InputStream {
    private final int descriptor;
    private final long size;
    private final Pointer buffer = Buffers.take();
    private long offset;
    private int filled;
    private int position;
    private boolean closed;

    /** All that is there, also what is written while it is read. */
    HostInput(int descriptor) {
        this(descriptor, Long.MAX_VALUE);
    }

    /** At most that many bytes, after which nobody asks the host for more. */
    HostInput(int descriptor, long size) {
        this.descriptor = descriptor;
        this.size = size;
    }

    /** Whether as many bytes were read as the file had. */
    boolean ended() {
        return position == filled && offset >= size;
    }

    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (position < filled) {
            return true;
        }
        if (offset >= size) {
            return false;
        }
        long room = Math.min(Buffers.BYTES, size - offset);
        int read = result(NativeLibraries.c().pread(descriptor, buffer, room, offset));
        if (read < 0) {
            throw new IOException("errno " + -read + " at offset " + offset);
        }
        offset += read;
        filled = read;
        position = 0;
        return read > 0;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.getByte(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, filled - position);
        buffer.get(position, target, from, count);
        position += count;
        return count;
    }

    /** Gives the buffer back; the descriptor stays open. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Buffers.give(buffer);
        }
    }
}
