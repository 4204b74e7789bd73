package io.vexfs.core.internal.graph;

/**
 * A score and an ordinal in one {@code long} that orders by score, then ordinal.
 *
 * <pre>
 *   63                        32 31            1    0
 *  +----------------------------+---------------+------+
 *  | score, bits made orderable | ordinal       | flag |
 *  +----------------------------+---------------+------+
 * </pre>
 */
final class Keys {
    /** The flag: expanded in a search, kept at any rate in a selection. */
    static final long FLAG = 1;
    /** Ordinals below this fit. */
    static final int ORDINALS_MAX = 1 << 30;

    private Keys() {}

    /** The key without flag. */
    static long key(float score, int ordinal) {
        int bits = Float.floatToIntBits(score);
        return (long) (bits ^ bits >> 31 & 0x7fffffff) << 32 | (long) ordinal << 1;
    }

    /** The ordinal in a key. */
    static int ordinal(long key) {
        return (int) key >>> 1;
    }

    /** The score in a key. */
    static float score(long key) {
        int bits = (int) (key >> 32);
        return Float.intBitsToFloat(bits ^ bits >> 31 & 0x7fffffff);
    }
}
