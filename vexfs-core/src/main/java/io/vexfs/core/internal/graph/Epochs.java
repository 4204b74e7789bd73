package io.vexfs.core.internal.graph;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * The time of readers and deletes: a freed ordinal is handed out again only when every reader that began before it was
 * freed has ended.
 *
 * <p>A reader writes the present epoch into a slot of its own before it reads anything, and takes it out at the end. A
 * delete, after it has taken the node out of the graph, notes the epoch and moves on to the next one.
 */
final class Epochs {
    private static final int SLOTS = 64;
    private static final long IDLE = 0;

    private final AtomicLong epoch = new AtomicLong(1);
    private final AtomicLong[] slots = new AtomicLong[SLOTS];
    private final Queue<AtomicLong> moreSlots = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();

    Epochs() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(IDLE);
        }
    }

    /** Begins a reader; the slot is to be given to {@link #exit}. */
    AtomicLong enter() {
        int start = (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 58);
        for (int i = 0; i < SLOTS; i++) {
            AtomicLong slot = slots[start + i & SLOTS - 1];
            if (slot.get() == IDLE && slot.compareAndSet(IDLE, epoch.get())) {
                return slot;
            }
        }
        for (AtomicLong slot : moreSlots) {
            if (slot.get() == IDLE && slot.compareAndSet(IDLE, epoch.get())) {
                return slot;
            }
        }
        AtomicLong slot = new Slot(epoch.get());
        moreSlots.add(slot);
        return slot;
    }

    /** Ends a reader. */
    void exit(AtomicLong slot) {
        slot.set(IDLE);
    }

    /** Notes an ordinal that readers from now on cannot meet. */
    synchronized void retire(int ordinal) {
        retired.add(new Retired(ordinal, epoch.getAndIncrement()));
    }

    /** Hands over the ordinals that no reader can hold any more. */
    synchronized void reclaim(IntConsumer free) {
        long oldest = oldest();
        for (Retired head = retired.peek(); head != null && head.epoch < oldest; head = retired.peek()) {
            free.accept(head.ordinal);
            retired.remove();
        }
    }

    /** Whether no reader is there. */
    boolean idle() {
        return oldest() == Long.MAX_VALUE;
    }

    private long oldest() {
        long oldest = Long.MAX_VALUE;
        for (AtomicLong slot : slots) {
            oldest = older(oldest, slot.get());
        }
        for (AtomicLong slot : moreSlots) {
            oldest = older(oldest, slot.get());
        }
        return oldest;
    }

    private static long older(long oldest, long slot) {
        return slot == IDLE ? oldest : Math.min(oldest, slot);
    }

    /** With room behind it, so that no two readers write to the same cache line, nor to two that come as a pair. */
    @SuppressWarnings("serial")
    private static final class Slot extends AtomicLong {
        long room0;
        long room1;
        long room2;
        long room3;
        long room4;
        long room5;
        long room6;
        long room7;
        long room8;
        long room9;
        long room10;
        long room11;
        long room12;
        long room13;

        Slot(long epoch) {
            super(epoch);
        }
    }

    private record Retired(int ordinal, long epoch) {}
}
