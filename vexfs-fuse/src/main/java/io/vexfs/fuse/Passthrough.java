package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import jnr.ffi.Pointer;

/**
 * Which open files the kernel reads and writes by itself, without a request to the mount.
 *
 * <p>The kernel wants each of its inodes opened either through its page cache or past it to one and the same file of
 * the host, and fails an opening that is otherwise. So the first opening of an inode decides for all until the last one
 * is closed. They are counted from before the kernel hears of an opening to after it forgot it: what is counted here
 * contains what the kernel counts, whatever overtakes what, and an inode without a count is free there too.
 */
final class Passthrough {
    /** Through the kernel's page cache, as far as that has it, and else by requests. */
    static final int CACHED = 0;

    private static final long BACKING_OPEN = 0x4010_E501L;
    private static final long BACKING_CLOSE = 0x4004_E502L;
    private static final int MAP_BYTES = 16;
    private static final int NO_DEVICE = -1;

    private final LibC c = NativeLibraries.c();
    private final ConcurrentHashMap<Long, Mode> modes = new ConcurrentHashMap<>();
    private final boolean wanted;
    private final IntSupplier trials;
    private volatile int device = NO_DEVICE;
    private volatile Verdict verdict = Verdict.NONE;

    /** What the kernel made of the host's files so far; the first one stands for all. */
    private enum Verdict {
        NONE,
        TAKEN,
        REFUSED
    }

    /**
     * Nothing goes this way before {@link #begin}.
     *
     * @param wanted whether it ever may
     * @param trials opens a file of the host's that may be tried; a negative number where it cannot
     */
    Passthrough(boolean wanted, IntSupplier trials) {
        this.wanted = wanted;
        this.trials = trials;
    }

    /**
     * How an inode of the kernel's is open.
     *
     * @param backing what the kernel calls the host's file; {@link #CACHED} for none
     * @param opens how often
     * @param writers how many of these may write
     */
    private record Mode(int backing, int opens, int writers) {
        Mode plus(int count, boolean writable) {
            return new Mode(backing, opens + count, writable ? writers + count : writers);
        }
    }

    /** Whether to ask the kernel for it; it takes files from a privileged process alone. */
    boolean wanted() {
        return wanted && c.geteuid() == 0;
    }

    /**
     * Begins, if the kernel takes a file of the host's: it does not where they lie on a stacked file system. Where none
     * can be tried, the first one that is opened decides.
     *
     * @param device the connection, on which both sides agreed to do so
     */
    void begin(int device) {
        int trial = trials.getAsInt();
        if (trial >= 0) {
            int backing = backing(device, trial);
            c.close(trial);
            if (backing <= 0) {
                return;
            }
            release(device, backing);
            verdict = Verdict.TAKEN;
        }
        this.device = device;
    }

    /** Ends, before the connection does. */
    void end() {
        device = NO_DEVICE;
    }

    /** Whether openings are to be counted and the kernel given files. */
    boolean active() {
        return device != NO_DEVICE && verdict != Verdict.REFUSED;
    }

    /** Whether the kernel reads and writes ordinary files by itself: it took one. */
    boolean proven() {
        return device != NO_DEVICE && verdict == Verdict.TAKEN;
    }

    /**
     * Counts an opening that the kernel is about to hear of.
     *
     * @param node the kernel's inode
     * @param suits whether the file may be read and written past us
     * @param writable whether the opening may write
     * @return the backing that the answer must name, or {@link #CACHED}
     */
    int opened(long node, boolean suits, boolean writable, int descriptor) {
        Mode mode = modes.compute(node, (key, now) -> {
            if (now != null) {
                return now.plus(1, writable);
            }
            int backing = suits && active() ? judged(backing(device, descriptor)) : CACHED;
            return new Mode(backing, 0, 0).plus(1, writable);
        });
        return mode.backing();
    }

    /** Later refusals are a single file's, on another file system than the first one. */
    private int judged(int backing) {
        if (verdict == Verdict.NONE) {
            verdict = backing > 0 ? Verdict.TAKEN : Verdict.REFUSED;
        }
        return Math.max(CACHED, backing);
    }

    /** Whether the kernel may be writing to this inode of its by itself. */
    boolean writes(long node) {
        Mode mode = modes.get(node);
        return mode != null && mode.backing() != CACHED && mode.writers() > 0;
    }

    /** Takes back what {@link #opened} counted, when the kernel has forgotten the opening. */
    void closed(long node, boolean writable) {
        modes.computeIfPresent(node, (key, now) -> {
            if (now.opens() > 1) {
                return now.plus(-1, writable);
            }
            int at = device;
            if (now.backing() != CACHED && at != NO_DEVICE) {
                release(at, now.backing());
            }
            return null;
        });
    }

    private int backing(int at, int descriptor) {
        Pointer map = Scratch.current().entry;
        map.setMemory(0, MAP_BYTES, (byte) 0);
        map.putInt(0, descriptor);
        return c.ioctl(at, BACKING_OPEN, map);
    }

    private void release(int at, int backing) {
        Pointer number = Scratch.current().entry;
        number.putInt(0, backing);
        c.ioctl(at, BACKING_CLOSE, number);
    }
}
