package io.vexfs.core.internal.graph;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A hold on an index: ordinals freed after it was taken are not handed out again until it is closed. */
public final class Reader implements AutoCloseable {
    private final Epochs epochs;
    private final AtomicReference<@Nullable AtomicLong> slot;

    Reader(Epochs epochs) {
        this.epochs = epochs;
        this.slot = new AtomicReference<>(epochs.enter());
    }

    /** Lets go; closing again does nothing. */
    @Override
    public void close() {
        AtomicLong held = slot.getAndSet(null);
        if (held != null) {
            epochs.exit(held);
        }
    }
}
