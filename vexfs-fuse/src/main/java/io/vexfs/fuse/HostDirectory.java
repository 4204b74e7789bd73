package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;

/** An open directory of the host: its entries go from the kernel's buffer to libfuse without becoming objects. */
final class HostDirectory implements OpenFile {
    private static final int OFFSET = 8;
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    private static final int TYPE_SHIFT = 12;

    private final LibC c = NativeLibraries.c();
    private final int descriptor;
    private final Pointer buffer = Buffers.take();
    private int filled;
    private int position;
    private long next;
    private boolean closed;

    private final Runnable syncStore;

    /** Takes over an open descriptor; {@code syncStore} forces the store's log to the disk. */
    HostDirectory(int descriptor, Runnable syncStore) {
        this.descriptor = descriptor;
        this.syncStore = syncStore;
    }

    @Override
    public int stat(Pointer stat) {
        return result(c.fstat(descriptor, stat));
    }

    @Override
    public int sync(boolean dataOnly) {
        int synced = result(dataOnly ? c.fdatasync(descriptor) : c.fsync(descriptor));
        if (synced == 0) {
            syncStore.run();
        }
        return synced;
    }

    @Override
    public synchronized int list(Filler filler, long offset) {
        if (closed) {
            return -Linux.EBADF;
        }
        if (offset != next) {
            if (c.lseek(descriptor, offset, 0) < 0) {
                return -NativeLibraries.errno();
            }
            next = offset;
            filled = 0;
            position = 0;
        }
        Pointer stat = Scratch.current().stat;
        while (true) {
            if (position == filled) {
                int read = result(c.getdents64(descriptor, buffer, Buffers.BYTES));
                if (read <= 0) {
                    return read;
                }
                filled = read;
                position = 0;
            }
            long entryOffset = buffer.getLong(position + OFFSET);
            int type = buffer.getByte(position + TYPE) << TYPE_SHIFT;
            Stat.putEntry(stat, buffer.getLong(position), type);
            if (!filler.add(buffer.address() + position + NAME, stat, entryOffset)) {
                return 0;
            }
            next = entryOffset;
            position += buffer.getShort(position + LENGTH);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            c.close(descriptor);
            Buffers.give(buffer);
        }
    }
}
