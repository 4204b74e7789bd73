package io.vexfs.fuse;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The directories that were renamed or removed last, so that each thread lets go of those among them that it keeps open.
 * Safe from many threads.
 */
final class DirectoryMoves {
    /** How many are known; who last looked before them takes its own for moved. */
    static final int KNOWN = 64;

    private final AtomicReferenceArray<MountPath> last = new AtomicReferenceArray<>(KNOWN);
    private volatile long count;

    /** Says that a directory of that name was, or may have been, moved, replaced or removed. */
    synchronized void add(MountPath directory) {
        long number = count;
        last.set((int) (number % KNOWN), directory);
        count = number + 1;
    }

    /** How many there were. */
    long count() {
        return count;
    }

    /** Whether the directory that holds a name, or one above it, may have moved between the two counts. */
    boolean moved(MountPath name, long before, long now) {
        for (long number = before; number < now; number++) {
            if (now - number > KNOWN || name.below(last.get((int) (number % KNOWN)))) {
                return true;
            }
        }
        // The ones just looked at may have been overwritten by still later ones.
        return before < now && count - before >= KNOWN;
    }
}
