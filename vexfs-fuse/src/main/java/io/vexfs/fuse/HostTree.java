package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import jnr.ffi.Pointer;

/** A walk over everything below a host directory, in no order; links are not followed. */
final class HostTree {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    private static final byte TYPE_DIRECTORY = 4;
    private static final byte TYPE_UNKNOWN = 0;
    private static final byte TYPE_REGULAR = 8;
    /** Directories inside each other that a walk goes into; {@code PATH_MAX} allows no more. */
    private static final int DEPTH_MAX = Linux.PATH_MAX / 2;

    private final HostFiles host;

    HostTree(HostFiles host) {
        this.host = host;
    }

    /** Takes what a walk finds. */
    interface Visitor {
        void file(MountPath path);
    }

    /** Gives every regular file below a directory to the visitor. */
    void walk(MountPath directory, Visitor visitor) {
        walk(directory, visitor, 0);
    }

    private void walk(MountPath directory, Visitor visitor, int depth) {
        int descriptor = host.openDirectory(directory);
        if (descriptor < 0 || depth > DEPTH_MAX) {
            return;
        }
        try {
            Pointer buffer = NativeLibraries.allocate(BUFFER_BYTES);
            LibC c = NativeLibraries.c();
            for (int filled; (filled = NativeLibraries.result(c.getdents64(descriptor, buffer, BUFFER_BYTES))) > 0; ) {
                for (int at = 0; at < filled; at += buffer.getShort(at + LENGTH)) {
                    byte[] name = new byte[buffer.indexOf(at + NAME, (byte) 0)];
                    buffer.get(at + NAME, name, 0, name.length);
                    visit(directory, name, buffer.getByte(at + TYPE), visitor, depth);
                }
            }
        } finally {
            NativeLibraries.c().close(descriptor);
        }
    }

    private void visit(MountPath directory, byte[] name, byte type, Visitor visitor, int depth) {
        if (name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.')) {
            return;
        }
        MountPath path = directory.child(name);
        boolean isDirectory = type == TYPE_DIRECTORY;
        boolean isRegular = type == TYPE_REGULAR;
        if (type == TYPE_UNKNOWN) {
            Pointer stat = Scratch.current().stat;
            boolean found = host.stat(path, stat) == 0;
            isDirectory = found && Stat.directory(stat);
            isRegular = found && Stat.regular(stat);
        }
        if (isDirectory) {
            walk(path, visitor, depth + 1);
        } else if (isRegular) {
            visitor.file(path);
        }
    }
}
