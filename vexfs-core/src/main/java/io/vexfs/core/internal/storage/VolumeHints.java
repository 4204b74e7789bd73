package io.vexfs.core.internal.storage;

import java.util.Arrays;

/**
 * In which volume of a table the entry of an ordinal was seen last, one byte an ordinal, so that most reads look into
 * one volume. Only a hint: it may be old. Safe from many threads.
 */
final class VolumeHints {
    private static final int VOLUMES_MAX = 255;

    /** Volume and 1; 0 where none was seen. Races lose a hint, no more. */
    private volatile byte[] hints = {};

    /** The index of the volume, or {@code fallback}. */
    int volume(int ordinal, int fallback) {
        byte[] now = hints;
        int hint = ordinal < now.length ? Byte.toUnsignedInt(now[ordinal]) : 0;
        return hint == 0 || hint > fallback + 1 ? fallback : hint - 1;
    }

    void seen(int ordinal, int volume) {
        if (volume < VOLUMES_MAX) {
            byte[] now = hints;
            (ordinal < now.length ? now : grown(ordinal))[ordinal] = (byte) (volume + 1);
        }
    }

    private synchronized byte[] grown(int ordinal) {
        if (ordinal >= hints.length) {
            hints = Arrays.copyOf(hints, ordinal + ordinal / 4 + 64);
        }
        return hints;
    }
}
