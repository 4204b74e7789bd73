package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import jnr.ffi.Pointer;

/** The bytes of an open host file from its start on; reading does not move the descriptor. */
final class HostInput extends InputStream {
    private final int descriptor;
    private final Pointer buffer = Buffers.take();
    private long offset;
    private int filled;
    private int position;
    private boolean closed;

    HostInput(int descriptor) {
        this.descriptor = descriptor;
    }

    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (position < filled) {
            return true;
        }
        int read = result(NativeLibraries.c().pread(descriptor, buffer, Buffers.BYTES, offset));
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
