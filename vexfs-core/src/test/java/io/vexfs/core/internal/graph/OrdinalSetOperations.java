package io.vexfs.core.internal.graph;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** What Lincheck calls on an {@link OrdinalSet}, small ordinals and such that make it grow. */
@Param(name = "ordinal", gen = IntGen.class, conf = "0:4")
public class OrdinalSetOperations {
    private static final int[] ORDINALS = {0, 63, 64, 4_096, 70_000};

    private final OrdinalSet set = new OrdinalSet();

    /** Puts in. */
    @Operation
    public boolean add(@Param(name = "ordinal") int which) {
        return set.add(ORDINALS[which]);
    }

    /** Takes out. */
    @Operation
    public boolean remove(@Param(name = "ordinal") int which) {
        return set.remove(ORDINALS[which]);
    }

    /** Looks, without a lock. */
    @Operation
    public boolean contains(@Param(name = "ordinal") int which) {
        return set.contains(ORDINALS[which]);
    }
}
