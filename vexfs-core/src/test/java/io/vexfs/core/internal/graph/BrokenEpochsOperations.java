package io.vexfs.core.internal.graph;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;

/** The same as {@link EpochsOperations} with the bug that epochs are there against: readers look before they enter. */
public class BrokenEpochsOperations {
    private static final int ORDINALS_MAX = 64;

    private final Epochs epochs = new Epochs();
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicIntegerArray freed = new AtomicIntegerArray(ORDINALS_MAX);

    /** Not always true: between look and entry the ordinal may have been freed. */
    @Operation
    public boolean read() {
        int met = current.get();
        AtomicLong slot = epochs.enter();
        boolean ours = freed.get(met) == 0;
        epochs.exit(slot);
        return ours;
    }

    /** As in the right one. */
    @Operation
    public void replace() {
        int old = current.getAndSet(last.incrementAndGet());
        epochs.retire(old);
        epochs.reclaim(ordinal -> freed.set(ordinal, 1));
    }
}
