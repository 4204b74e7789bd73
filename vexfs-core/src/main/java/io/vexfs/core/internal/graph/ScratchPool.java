package io.vexfs.core.internal.graph;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Scratches that nobody uses, in a few slots, of which each thread tries its own first; taking one allocates nothing. */
final class ScratchPool {
    private static final int SLOTS = 32;
    /** References from one slot to the next: two threads never write to the same cache line, nor to two that come as a pair. */
    private static final int APART = 32;

    private final AtomicReferenceArray<SearchScratch> slots = new AtomicReferenceArray<>((SLOTS + 1) * APART);
    private final Supplier<SearchScratch> maker;

    ScratchPool(Supplier<SearchScratch> maker) {
        this.maker = maker;
    }

    /** A scratch of the caller's own; not given back after a failure, which may have come in the middle. */
    SearchScratch take() {
        int first = slot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = place(first + i);
            if (slots.getPlain(slot) != null) {
                SearchScratch s = slots.getAndSet(slot, null);
                if (s != null) {
                    s.copies.forget();
                    return s;
                }
            }
        }
        return maker.get();
    }

    /** Puts a scratch back; one too many is left to the collector. */
    void give(SearchScratch s) {
        int first = slot();
        for (int i = 0; i < SLOTS; i++) {
            if (slots.compareAndSet(place(first + i), null, s)) {
                return;
            }
        }
    }

    private static int place(int slot) {
        return ((slot & SLOTS - 1) + 1) * APART;
    }

    private static int slot() {
        return (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 59);
    }
}
