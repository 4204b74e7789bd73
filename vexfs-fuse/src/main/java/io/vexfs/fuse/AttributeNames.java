package io.vexfs.fuse;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * The name spaces of extended attributes: {@code user.} is served, and {@code vexfs.} of symbolic links, which the kernel
 * does not let have the former; the others are refused before any path is read.
 */
final class AttributeNames {
    private static final long USER = littleEndian("user.");
    private static final long LINK = littleEndian("vexfs.");
    private static final long SECURITY = littleEndian("security");
    private static final long CAPABILITY = littleEndian(".capabil");

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

    /** Whether a name may be asked for. */
    static boolean readable(Pointer name) {
        return user(name) || name.getInt(0) == (int) LINK && name.getShort(4) == (short) (LINK >> 32);
    }

    static String text(Pointer name) {
        byte[] bytes = new byte[name.indexOf(0, (byte) 0)];
        name.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Gives a value as the kernel wants it: the size alone where that is asked for. */
    static int answer(String text, Pointer value, long size) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (size == 0) {
            return bytes.length;
        }
        if (size < bytes.length) {
            return -Linux.ERANGE;
        }
        value.put(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    /**
     * There are no capabilities, which the kernel asks for before a write. For all else there is no support; a program
     * that is told so, as {@code ls} is of labels and access lists, does not ask again for each file.
     */
    static int refusal(Pointer name) {
        boolean capability = startsWith(name, SECURITY) && startsWith(name.slice(8), CAPABILITY);
        return capability ? -Linux.ENODATA : -Linux.EOPNOTSUPP;
    }

    /** By bytes, as nothing behind the name's end may be read. */
    private static boolean startsWith(Pointer name, long word) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (name.getByte(i) != (byte) (word >> Byte.SIZE * i)) {
                return false;
            }
        }
        return true;
    }
}
