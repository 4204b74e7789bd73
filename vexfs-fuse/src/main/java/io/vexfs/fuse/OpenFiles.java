package io.vexfs.fuse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The open files and directories of a mount, by the handle that the kernel keeps for each. */
final class OpenFiles {
    /** Handles that a mount keeps open at once; the host's own limit is usually lower. */
    static final int OPEN_MAX = 1 << 20;

    private final ConcurrentHashMap<Long, Opened> byHandle = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /**
     * What a handle stands for.
     *
     * @param file the file
     * @param path how it was called when it was opened
     */
    record Opened(OpenFile file, MountPath path) {}

    /** Keeps the file and gives the handle for it. */
    long add(OpenFile file, MountPath path) {
        if (byHandle.size() >= OPEN_MAX) {
            file.close();
            throw new ErrnoException(Linux.ENFILE);
        }
        long handle = last.incrementAndGet();
        byHandle.put(handle, new Opened(file, path));
        return handle;
    }

    /** The file of a handle; EBADF if there is none. */
    Opened opened(long handle) {
        Opened opened = byHandle.get(handle);
        if (opened == null) {
            throw new ErrnoException(Linux.EBADF);
        }
        return opened;
    }

    /** Closes the file and forgets the handle. */
    void remove(long handle) {
        Opened opened = byHandle.remove(handle);
        if (opened != null) {
            opened.file().close();
        }
    }

    int size() {
        return byHandle.size();
    }

    void forEach(Consumer<OpenFile> action) {
        byHandle.values().forEach(opened -> action.accept(opened.file()));
    }

    /** Closes what a dead connection left open. */
    void closeAll() {
        byHandle.keySet().forEach(this::remove);
    }
}
