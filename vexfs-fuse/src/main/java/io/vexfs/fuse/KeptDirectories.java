package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The directories in which a thread last looked for names, kept open, as the next name is mostly in one of them: who
 * changes names in a directory has the kernel ask for the directory's own attributes each time, too, which are found in
 * the one above. Used no longer than the kernel keeps names, and not over a move of themselves or of what they lie in;
 * a thread that sleeps closes them when it works again.
 * One thread's own.
 */
final class KeptDirectories {
    /** How long one is used at most. */
    static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How many: some users' directories, and those above them. */
    static final int KEPT_MAX = 16;

    private final LibC c = NativeLibraries.c();
    private final DirectoryMoves moves;
    private final long lifeNanos;
    /** The last used one first. */
    private final List<Kept> kept = new ArrayList<>(KEPT_MAX);

    /** Keeps directories for that long; for 0, none. */
    KeptDirectories(DirectoryMoves moves, long lifeNanos) {
        this.moves = moves;
        this.lifeNanos = lifeNanos;
    }

    /** An open directory, with any name in it. */
    private static final class Kept {
        private final int descriptor;
        private final MountPath beside;
        private final long openedNanos;
        private long moves;

        Kept(int descriptor, MountPath beside, long openedNanos, long moves) {
            this.descriptor = descriptor;
            this.beside = beside;
            this.openedNanos = openedNanos;
            this.moves = moves;
        }
    }

    /** The open directory of that name; -1 if it is not kept, or no longer. */
    int of(MountPath path, long nanos) {
        for (int i = 0; i < kept.size(); i++) {
            Kept each = kept.get(i);
            if (each.beside.sameDirectory(path)) {
                kept.remove(i);
                if (!usable(each, nanos)) {
                    c.close(each.descriptor);
                    return -1;
                }
                kept.add(0, each);
                return each.descriptor;
            }
        }
        return -1;
    }

    private boolean usable(Kept directory, long nanos) {
        long now = moves.count();
        if (nanos - directory.openedNanos >= lifeNanos || moves.moved(directory.beside, directory.moves, now)) {
            return false;
        }
        directory.moves = now;
        return true;
    }

    /**
     * Keeps an open directory in place of what is no longer kept.
     *
     * @param movesBefore {@link DirectoryMoves#count} before it was opened
     * @return false if it is not kept, and to be closed by the caller
     */
    boolean keep(int opened, MountPath path, long movesBefore, long nanos) {
        if (lifeNanos == 0) {
            return false;
        }
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.size() == KEPT_MAX || nanos - kept.get(i).openedNanos >= lifeNanos) {
                c.close(kept.remove(i).descriptor);
            }
        }
        kept.add(0, new Kept(opened, path, nanos, movesBefore));
        return true;
    }

    void close() {
        kept.forEach(each -> c.close(each.descriptor));
        kept.clear();
    }
}
