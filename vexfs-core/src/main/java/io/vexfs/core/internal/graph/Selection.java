package io.vexfs.core.internal.graph;

import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ordinals that a search may return. Immutable, as long as nobody changes the bits that it was made of. */
public final class Selection {
    private static final int NONE = -1;

    private final @Nullable BitSet bits;
    private final int count;
    private final int except;

    private Selection(@Nullable BitSet bits, int count, int except) {
        this.bits = bits;
        this.count = count;
        this.except = except;
    }

    /** These ordinals; the bits are kept as they are. */
    public static Selection of(BitSet bits) {
        return of(bits, bits.cardinality());
    }

    /** These ordinals, whose number is known. */
    public static Selection of(BitSet bits, int count) {
        return new Selection(bits, count, NONE);
    }

    /** All ordinals but one. */
    public static Selection except(int ordinal) {
        return new Selection(null, Integer.MAX_VALUE, ordinal);
    }

    /** These without one. */
    public Selection without(int ordinal) {
        return new Selection(bits, count, ordinal);
    }

    /** Whether it names what it holds, rather than what it does not. */
    public boolean narrow() {
        return bits != null;
    }

    /** How many there are at most. */
    public int count() {
        return count;
    }

    /** Whether the ordinal may be returned. */
    boolean holds(int ordinal) {
        return ordinal != except && (bits == null || bits.get(ordinal));
    }

    /** The smallest ordinal from {@code from} on that may be returned, or -1; only of a narrow one. */
    private int next(int from) {
        BitSet named = Objects.requireNonNull(bits, "only a narrow selection names its ordinals");
        int ordinal = named.nextSetBit(from);
        return ordinal == except && ordinal >= 0 ? named.nextSetBit(ordinal + 1) : ordinal;
    }

    /** Fills the buffer with the smallest ordinals from {@code from} on; returns how many there were. */
    int batch(int from, int[] buffer) {
        int size = 0;
        for (int ordinal = next(from); ordinal >= 0 && size < buffer.length; ordinal = next(ordinal + 1)) {
            buffer[size++] = ordinal;
        }
        return size;
    }
}
