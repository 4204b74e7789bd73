package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a thread last looked for a name, kept open, as the next name is mostly beside it. Kept no
 * longer than the kernel keeps names, and not over a move of any directory. One thread's own.
 */
final class KeptDirectory {
    /** How long one is kept at most. */
    static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LibC c = NativeLibraries.c();
    private final long lifeNanos;
    private int descriptor = -1;
    private @Nullable MountPath beside;
    private long moves;
    private long openedNanos;

    /** Keeps directories for that long; for 0, none. */
    KeptDirectory(long lifeNanos) {
        this.lifeNanos = lifeNanos;
    }

    /** The open directory of that name; -1 if it is another one's that is kept, or none. */
    int of(MountPath path, long movesNow, long nanos) {
        MountPath last = beside;
        boolean usable =
                last != null && moves == movesNow && nanos - openedNanos < lifeNanos && last.sameDirectory(path);
        return usable ? descriptor : -1;
    }

    /** Keeps an open directory in place of the last one, which nobody may be using. */
    void keep(int opened, MountPath path, long movesBefore, long nanos) {
        close();
        descriptor = opened;
        beside = path;
        moves = movesBefore;
        openedNanos = nanos;
    }

    boolean keeps(int directory) {
        return directory == descriptor;
    }

    void close() {
        if (beside != null) {
            c.close(descriptor);
        }
        beside = null;
        descriptor = -1;
    }
}
