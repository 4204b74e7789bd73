package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * An open ordinary file: bytes go between the kernel's buffer and the host's descriptor without a copy in Java, or the
 * kernel does that without asking ({@link Passthrough}).
 */
final class HostFile implements OpenFile {
    private static final long REST_FACTOR = 10;

    private final LibC c = NativeLibraries.c();
    private final int descriptor;
    private final int flags;
    private final boolean readable;
    private final boolean plain;
    private final long namesBefore;
    private final VectorFiles vectors;
    private volatile boolean writtenSinceFlush;
    private volatile boolean unread;
    private volatile long lastWriteNanos;
    private long restNanos = PendingFiles.REST_NANOS;
    private boolean closed;
    private volatile @Nullable Passthrough counted;
    private volatile boolean passes;
    private volatile long node;
    private long seenModifiedNanos;
    private long seenBytes;

    /**
     * Takes over an open descriptor.
     *
     * @param flags those of opening; the descriptor itself must not append, as the kernel writes mapped pages back
     *     through any handle of the file, at their own offsets
     * @param readable whether the descriptor can be read from
     * @param plain whether it was opened by a name that stands for no vectors
     * @param namesBefore {@link VectorFiles#namesChanged} before it was opened
     */
    HostFile(int descriptor, int flags, boolean readable, boolean plain, long namesBefore, VectorFiles vectors) {
        this.descriptor = descriptor;
        this.flags = flags;
        this.readable = readable;
        this.plain = plain;
        this.namesBefore = namesBefore;
        this.vectors = vectors;
    }

    /** Says that the kernel is about to hear of this opening, by its inode's number; gives the backing to name. */
    int opened(Passthrough passthrough, long inode) {
        int backing = passthrough.opened(inode, plain, writable(), descriptor);
        node = inode;
        passes = backing != Passthrough.CACHED;
        counted = passthrough;
        return backing;
    }

    /** Whether the descriptor can be read from, whatever the handle may. */
    boolean readable() {
        return readable;
    }

    boolean writable() {
        return (flags & Linux.O_ACCMODE) != 0;
    }

    /**
     * Whether the kernel may have written, without telling, to what stands for vectors by now: a plain file that got
     * another name since, or lost the one it had, or that was opened by a vector's name while the inode passed.
     */
    private boolean unseen() {
        return passes && writable() && (!plain || vectors.namesChanged() != namesBefore);
    }

    int descriptor() {
        return descriptor;
    }

    @Override
    public int stat(Pointer stat) {
        return result(c.fstat(descriptor, stat));
    }

    @Override
    public int read(Pointer buffer, long size, long offset) {
        return result(c.pread(descriptor, buffer, size, offset));
    }

    @Override
    public int write(Pointer buffer, long size, long offset, boolean writeBack) {
        writtenSinceFlush = true;
        changed();
        int dropped = RequestFlags.dropAsAsked(descriptor);
        if (dropped < 0) {
            return dropped;
        }
        return (flags & Linux.O_APPEND) != 0 && !writeBack
                ? append(buffer, size)
                : result(c.pwrite(descriptor, buffer, size, offset));
    }

    /** To the end as the host knows it: the kernel's idea of the size is old where another name of the file grew. */
    private int append(Pointer buffer, long size) {
        Pointer vector = Scratch.current().entry;
        vector.putLong(0, buffer.address());
        vector.putLong(8, size);
        return result(c.pwritev2(descriptor, vector, 1, 0, Linux.RWF_APPEND));
    }

    private void changed() {
        lastWriteNanos = System.nanoTime();
        unread = true;
    }

    /** Whether the content changed since its vectors were last read. */
    boolean unread() {
        return unread;
    }

    /**
     * Reads what was written, if nothing was for a while: a second, or ten times as long as the last reading took, so
     * that a long file that grows slowly is not read all the time.
     */
    synchronized void readIfRested(boolean atOnce) {
        long start = System.nanoTime();
        if (!closed && unseen()) {
            look(start);
        }
        if (!closed && unread && (atOnce || start - lastWriteNanos >= restNanos)) {
            vectors.settle(this);
            restNanos = Math.max(PendingFiles.REST_NANOS, REST_FACTOR * (System.nanoTime() - start));
        }
    }

    /** Takes another size or modification time for a write. */
    private void look(long nanos) {
        Pointer stat = Scratch.current().stat;
        if (stat(stat) < 0 || Stat.modifiedNanos(stat) == seenModifiedNanos && Stat.size(stat) == seenBytes) {
            return;
        }
        seenModifiedNanos = Stat.modifiedNanos(stat);
        seenBytes = Stat.size(stat);
        lastWriteNanos = nanos;
        unread = true;
    }

    /** Says that the content is about to be read: whatever is written from now on counts anew. */
    void reading() {
        unread = false;
    }

    /** Says that the content could not be read and is still to be. */
    void notRead() {
        unread = true;
    }

    @Override
    public int truncate(long size) {
        changed();
        int dropped = RequestFlags.dropAsAsked(descriptor);
        return dropped < 0 ? dropped : result(c.ftruncate(descriptor, size));
    }

    @Override
    public int allocate(int mode, long offset, long length) {
        changed();
        int dropped = RequestFlags.dropAsAsked(descriptor);
        return dropped < 0 ? dropped : result(c.fallocate(descriptor, mode, offset, length));
    }

    @Override
    public int flush() {
        if (!writtenSinceFlush && !unseen()) {
            return 0;
        }
        writtenSinceFlush = false;
        return vectors.flush(this);
    }

    @Override
    public int sync(boolean dataOnly) {
        int synced = result(dataOnly ? c.fdatasync(descriptor) : c.fsync(descriptor));
        if (synced == 0) {
            if (unseen()) {
                unread = true;
            }
            vectors.sync(this);
        }
        return synced;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Passthrough counting = counted;
        if (counting != null) {
            counting.closed(node, writable());
        }
        try {
            if (unread || unseen()) {
                vectors.settle(this);
            }
        } finally {
            c.close(descriptor);
        }
    }
}
