package io.vexfs.core.internal.filter;

import java.util.BitSet;

/** The ordinals that match a filter. Shared by searches: nobody may change the bits. */
public final class Matches {
    private final BitSet bits;
    private final int count;

    Matches(BitSet bits) {
        this.bits = bits;
        this.count = bits.cardinality();
    }

    /** The ordinals; not to be changed. */
    public BitSet bits() {
        return bits;
    }

    /** How many there are. */
    public int count() {
        return count;
    }
}
