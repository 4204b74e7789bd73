package io.vexfs.fuse;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a file's name and its vectors together while either changes.
 *
 * <p>Storing a file's vectors holds the names shared and the file alone; renaming, linking and unlinking hold the names
 * alone, over the host's call and the bridge's. Order: names, then file, then whatever the bridge locks.
 */
final class NameLocks {
    private static final int STRIPES = 64;

    private final ReentrantReadWriteLock names = new ReentrantReadWriteLock();
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    NameLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** What is held until it is closed. */
    static final class Held implements AutoCloseable {
        private final Lock first;
        private final Lock second;

        private Held(Lock first, Lock second) {
            this.first = first;
            this.second = second;
            first.lock();
            second.lock();
        }

        @Override
        public void close() {
            second.unlock();
            first.unlock();
        }
    }

    /** No name changes, and nobody else stores this file. */
    Held file(long fileId) {
        return new Held(names.readLock(), stripes[Math.floorMod(Long.hashCode(fileId), STRIPES)]);
    }

    /** No name changes. */
    Held namesShared() {
        return new Held(names.readLock(), names.readLock());
    }

    /** Nobody else changes a name or stores a file. */
    Held names() {
        return new Held(names.writeLock(), names.writeLock());
    }
}
