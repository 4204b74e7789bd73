package io.vexfs.fuse;

import jnr.ffi.Pointer;

/** The name spaces of extended attributes: {@code user.} is served, the others are refused before any path is read. */
final class AttributeNames {
    private static final long USER = littleEndian("user.");
    private static final int SECURITY = (int) littleEndian("secu");

    private AttributeNames() {}

    private static long littleEndian(String ascii) {
        long value = 0;
        for (int i = 0; i < ascii.length(); i++) {
            value |= (long) ascii.charAt(i) << 8 * i;
        }
        return value;
    }

    static boolean user(Pointer name) {
        return name.getInt(0) == (int) USER && name.getByte(4) == (byte) (USER >> 32);
    }

    /** The kernel asks for {@code security.capability} before every cached write: that has none, the rest is refused. */
    static int refusal(Pointer name) {
        return name.getInt(0) == SECURITY ? -Linux.ENODATA : -Linux.EOPNOTSUPP;
    }
}
