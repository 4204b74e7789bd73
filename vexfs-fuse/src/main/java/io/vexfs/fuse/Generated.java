package io.vexfs.fuse;

import java.util.List;
import jnr.ffi.Pointer;

/** What all generated files and directories have in common: owner, times, inode numbers, reading. */
final class Generated {
    /** Inode numbers that no host file system gives out. */
    private static final long INODE_BIT = 1L << 62;

    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private final Caller owner;
    private final long mountedNanos;

    /**
     * Generated files of a mount.
     *
     * @param owner whose they are
     * @param mountedNanos their times, in nanoseconds since 1970
     */
    Generated(Caller owner, long mountedNanos) {
        this.owner = owner;
        this.mountedNanos = mountedNanos;
    }

    static long inode(MountPath path) {
        long hash = 0;
        for (byte each : path.bytes()) {
            hash = (hash + each + 1) * HASH_FACTOR;
            hash ^= hash >>> 32;
        }
        return INODE_BIT | hash & INODE_BIT - 1;
    }

    int stat(MountPath path, Pointer stat, int mode, long size) {
        return stat(path, stat, mode, size, owner);
    }

    /** For what belongs to somebody else than the mount does. */
    int stat(MountPath path, Pointer stat, int mode, long size, Caller of) {
        Stat.put(stat, inode(path), mode, of.user(), of.group(), size, mountedNanos);
        return 0;
    }

    /** Whether the caller is the mount's owner, or root. */
    boolean ownedBy(Caller caller) {
        return caller.user() == 0 || caller.user() == owner.user();
    }

    /** An open file of fixed bytes. */
    OpenFile file(MountPath path, int mode, byte[] content) {
        return new Content(path, mode, content, owner);
    }

    /** An open file of fixed bytes that belongs to somebody. */
    OpenFile file(MountPath path, int mode, byte[] content, Caller of) {
        return new Content(path, mode, content, of);
    }

    /** An open directory of fixed entries. */
    OpenFile directory(MountPath path, int mode, List<Entry> entries) {
        return new Directory(path, mode, entries);
    }

    /**
     * A name in a generated directory.
     *
     * @param path the whole path
     * @param type the type bits of its mode
     */
    record Entry(MountPath path, int type) {}

    /** Copies what there is at an offset. */
    static int copy(byte[] content, Pointer buffer, long size, long offset) {
        if (offset < 0 || offset >= content.length) {
            return 0;
        }
        int count = (int) Math.min(size, content.length - offset);
        buffer.put(0, content, (int) offset, count);
        return count;
    }

    private final class Content implements OpenFile {
        private final MountPath path;
        private final int mode;
        private final byte[] content;
        private final Caller of;

        private Content(MountPath path, int mode, byte[] content, Caller of) {
            this.of = of;
            this.path = path;
            this.mode = mode;
            this.content = content;
        }

        @Override
        public int stat(Pointer stat) {
            return Generated.this.stat(path, stat, mode, content.length, of);
        }

        @Override
        public int read(Pointer buffer, long size, long offset) {
            return copy(content, buffer, size, offset);
        }

        @Override
        public boolean generated() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final class Directory implements OpenFile {
        private final MountPath path;
        private final int mode;
        private final List<Entry> entries;

        private Directory(MountPath path, int mode, List<Entry> entries) {
            this.path = path;
            this.mode = mode;
            this.entries = List.copyOf(entries);
        }

        @Override
        public int stat(Pointer stat) {
            return Generated.this.stat(path, stat, mode, 0);
        }

        @Override
        public int list(Filler filler, long offset) {
            Pointer stat = Scratch.current().stat;
            Pointer name = Scratch.current().name;
            for (long next = offset; next < entries.size() + 2L; next++) {
                if (next < 2) {
                    name.put(0, next == 0 ? new byte[] {'.', 0} : new byte[] {'.', '.', 0}, 0, (int) next + 2);
                    Stat.putEntry(stat, inode(next == 0 ? path : path.parent()), Linux.S_IFDIR);
                } else {
                    Entry entry = entries.get((int) next - 2);
                    entry.path().putName(name);
                    Stat.putEntry(stat, inode(entry.path()), entry.type());
                }
                if (!filler.add(name.address(), stat, next + 1)) {
                    return 0;
                }
            }
            return 0;
        }

        @Override
        public boolean generated() {
            return true;
        }

        @Override
        public void close() {}
    }
}
