package io.vexfs.fuse;

import jnr.ffi.Pointer;

/** Where the fields of C's {@code struct stat} lie; read and written in place. */
final class Stat {
    static final int SIZE = 144;

    private static final int INODE = 8;
    private static final int LINKS = Linux.arm() ? 20 : 16;
    private static final int MODE = Linux.arm() ? 16 : 24;
    private static final int USER = Linux.arm() ? 24 : 28;
    private static final int GROUP = Linux.arm() ? 28 : 32;
    private static final int BYTES = 48;
    private static final int BLOCK_SIZE = 56;
    private static final int BLOCKS = 64;
    private static final int ACCESSED = 72;
    private static final int MODIFIED = 88;
    private static final int CHANGED = 104;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Stat() {}

    /** The minor device number, by which the kernel names a FUSE connection. */
    static int device(Pointer stat) {
        long device = stat.getLong(0);
        return (int) (device & 0xff | device >> 12 & 0xfff00);
    }

    static long inode(Pointer stat) {
        return stat.getLong(INODE);
    }

    static int mode(Pointer stat) {
        return stat.getInt(MODE);
    }

    static int user(Pointer stat) {
        return stat.getInt(USER);
    }

    static int group(Pointer stat) {
        return stat.getInt(GROUP);
    }

    static long size(Pointer stat) {
        return stat.getLong(BYTES);
    }

    static long modifiedNanos(Pointer stat) {
        return stat.getLong(MODIFIED) * NANOS_PER_SECOND + stat.getLong(MODIFIED + 8);
    }

    static long changedNanos(Pointer stat) {
        return stat.getLong(CHANGED) * NANOS_PER_SECOND + stat.getLong(CHANGED + 8);
    }

    static boolean directory(Pointer stat) {
        return (mode(stat) & Linux.S_IFMT) == Linux.S_IFDIR;
    }

    static boolean regular(Pointer stat) {
        return (mode(stat) & Linux.S_IFMT) == Linux.S_IFREG;
    }

    /** What a directory listing needs: inode and type. */
    static void putEntry(Pointer stat, long inode, int mode) {
        stat.putLong(INODE, inode);
        stat.putInt(MODE, mode);
    }

    /** All of a generated file's fields; {@code stat} is zeroed before. */
    static void put(Pointer stat, long inode, int mode, int user, int group, long size, long timeNanos) {
        putEntry(stat, inode, mode);
        long links = (mode & Linux.S_IFMT) == Linux.S_IFDIR ? 2 : 1;
        if (Linux.arm()) {
            stat.putInt(LINKS, (int) links);
            stat.putInt(BLOCK_SIZE, 4096);
        } else {
            stat.putLong(LINKS, links);
            stat.putLong(BLOCK_SIZE, 4096);
        }
        stat.putInt(USER, user);
        stat.putInt(GROUP, group);
        stat.putLong(BYTES, size);
        stat.putLong(BLOCKS, (size + 511) / 512);
        for (int at : new int[] {ACCESSED, MODIFIED, CHANGED}) {
            stat.putLong(at, timeNanos / NANOS_PER_SECOND);
            stat.putLong(at + 8, timeNanos % NANOS_PER_SECOND);
        }
    }
}
