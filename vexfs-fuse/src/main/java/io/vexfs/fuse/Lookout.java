package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import jnr.ffi.Pointer;

/**
 * How a thread looks for the next request before it sleeps: for about as long as falling asleep and being woken takes,
 * as long as that mostly pays. Whoever works with a mount asks again within a few microseconds. One thread's own.
 */
final class Lookout {
    /** How long it looks at most. */
    static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    /** How many looks in vain, less those that paid, make it stop looking. */
    static final int TRUST_MAX = 8;
    /** One of how many times it looks nevertheless. */
    static final int RETRY = 16;
    /** After how many looks in a row that found a request at once, the next one is taken for granted. */
    static final int BUSY = 8;
    /** How often in a row it is taken for granted at most. */
    static final int GRANTED_MAX = 8;

    private static final int DESCRIPTOR_BYTES = 8;
    private static final int EVENTS = 4;

    private final BooleanSupplier pending;
    private final boolean looks;
    private int trust = TRUST_MAX;
    private int passed;
    private int foundAtOnce;
    private int granted;

    /** Looks at a device. */
    Lookout(int device) {
        this(pendingAt(device), Runtime.getRuntime().availableProcessors() > 1);
    }

    /**
     * Looks at anything.
     *
     * @param pending whether a request is there now
     * @param looks whether there is a processor to look from while somebody asks
     */
    Lookout(BooleanSupplier pending, boolean looks) {
        this.pending = pending;
        this.looks = looks;
    }

    private static BooleanSupplier pendingAt(int device) {
        LibC c = NativeLibraries.c();
        Pointer asked = NativeLibraries.allocate(DESCRIPTOR_BYTES);
        asked.putInt(0, device);
        asked.putShort(EVENTS, Linux.POLLIN);
        return () -> c.poll(asked, 1, 0) != 0;
    }

    /**
     * Whether a request was there at once, or is taken to be, as each of the last ones was; otherwise one may have come
     * meanwhile, or none.
     */
    boolean requested() {
        if (foundAtOnce >= BUSY && granted < GRANTED_MAX) {
            granted++;
            return true;
        }
        granted = 0;
        if (pending.getAsBoolean()) {
            foundAtOnce++;
            return true;
        }
        foundAtOnce = 0;
        if (looks && (trust > 0 || ++passed == RETRY)) {
            passed = 0;
            trust = found() ? Math.min(TRUST_MAX, trust + 1) : Math.max(0, trust - 1);
        }
        return false;
    }

    private boolean found() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LOOK_NANOS) {
            if (pending.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
