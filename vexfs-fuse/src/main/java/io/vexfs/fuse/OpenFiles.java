package io.vexfs.fuse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The open files and directories of a mount, by the handle that the kernel keeps for each. */
final class OpenFiles {
    /** Handles that a mount keeps open at once; the host's own limit is usually lower. */
    static final int OPEN_MAX = 1 << 20;

    private final ConcurrentHashMap<Long, OpenFile> byHandle = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /** Keeps the file and gives the handle for it. */
    long add(OpenFile file) {
        if (byHandle.size() >= OPEN_MAX) {
            file.close();
            throw new ErrnoException(Linux.ENFILE);
        }
        long handle = last.incrementAndGet();
        byHandle.put(handle, file);
        return handle;
    }

    /** The file of a handle; EBADF if there is none. */
    OpenFile file(long handle) {
        OpenFile file = byHandle.get(handle);
        if (file == null) {
            throw new ErrnoException(Linux.EBADF);
        }
        return file;
    }

    /** Closes the file and forgets the handle. */
    void remove(long handle) {
        OpenFile file = byHandle.remove(handle);
        if (file != null) {
            file.close();
        }
    }

    int size() {
        return byHandle.size();
    }

    void forEach(Consumer<OpenFile> action) {
        byHandle.values().forEach(action);
    }

    /** Closes what a dead connection left open. */
    void closeAll() {
        byHandle.keySet().forEach(this::remove);
    }
}
