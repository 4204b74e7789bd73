package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.ArrayDeque;
import java.util.Deque;
import jnr.ffi.Pointer;

/** A walk over everything below a host directory, in no order; links are not followed. */
final class HostTree {
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    private static final byte TYPE_UNKNOWN = 0;
    private static final byte TYPE_DIRECTORY = 4;
    private static final byte TYPE_REGULAR = 8;

    private final HostFiles host;
    private final Visitor visitor;
    private final Deque<MountPath> directories = new ArrayDeque<>();

    /** What is done with each regular file. */
    @FunctionalInterface
    interface Visitor {
        void file(MountPath path, Entry entry);
    }

    /** A name in the directory that the walk has open: asked for here, nobody looks for the directory again. */
    @FunctionalInterface
    interface Entry {
        /** What {@code fstatat} returns: 0, or the negative error number. */
        int stat(Pointer stat);
    }

    private HostTree(HostFiles host, Visitor visitor) {
        this.host = host;
        this.visitor = visitor;
    }

    /** Gives every regular file to the visitor. */
    static void walk(HostFiles host, Visitor visitor) {
        HostTree tree = new HostTree(host, visitor);
        tree.directories.add(MountPath.ROOT);
        while (!tree.directories.isEmpty()) {
            tree.visit(tree.directories.removeLast());
        }
    }

    private void visit(MountPath directory) {
        int descriptor = host.openDirectory(directory);
        if (descriptor < 0) {
            return;
        }
        LibC c = NativeLibraries.c();
        Pointer buffer = Buffers.take();
        try {
            for (int filled; (filled = NativeLibraries.result(c.getdents64(descriptor, buffer, Buffers.BYTES))) > 0; ) {
                for (int at = 0; at < filled; at += buffer.getShort(at + LENGTH)) {
                    byte[] name = new byte[buffer.indexOf(at + NAME, (byte) 0)];
                    buffer.get(at + NAME, name, 0, name.length);
                    if (itselfOrAbove(name)) {
                        continue;
                    }
                    Pointer terminated = buffer.slice(at + NAME);
                    Entry entry = stat ->
                            NativeLibraries.result(c.fstatat(descriptor, terminated, stat, Linux.AT_SYMLINK_NOFOLLOW));
                    visit(directory.child(name), entry, buffer.getByte(at + TYPE));
                }
            }
        } finally {
            c.close(descriptor);
            Buffers.give(buffer);
        }
    }

    private static boolean itselfOrAbove(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }

    private void visit(MountPath path, Entry entry, byte type) {
        boolean isDirectory = type == TYPE_DIRECTORY;
        boolean isRegular = type == TYPE_REGULAR;
        if (type == TYPE_UNKNOWN) {
            Pointer stat = Scratch.current().stat;
            boolean found = entry.stat(stat) == 0;
            isDirectory = found && Stat.directory(stat);
            isRegular = found && Stat.regular(stat);
        }
        if (isDirectory) {
            directories.add(path);
        } else if (isRegular) {
            visitor.file(path, entry);
        }
    }
}
