package io.vexfs.core.internal.graph;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;

/** What Lincheck calls on {@link Epochs}: readers hold an ordinal that writers replace, retire and use again. */
public class EpochsOperations {
    private static final int ORDINALS_MAX = 64;

    private final Epochs epochs = new Epochs();
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicIntegerArray freed = new AtomicIntegerArray(ORDINALS_MAX);

    /** Whether the ordinal that was met is still nobody else's when the reader is done with it: always. */
    @Operation
    public boolean read() {
        AtomicLong slot = epochs.enter();
        int met = current.get();
        boolean ours = freed.get(met) == 0;
        ours &= freed.get(met) == 0;
        epochs.exit(slot);
        return ours;
    }

    /** Takes the ordinal out of sight, then gives what nobody holds any more to others. */
    @Operation
    public void replace() {
        int old = current.getAndSet(last.incrementAndGet());
        epochs.retire(old);
        epochs.reclaim(ordinal -> freed.set(ordinal, 1));
    }
}
