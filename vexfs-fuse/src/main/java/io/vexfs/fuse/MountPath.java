package io.vexfs.fuse;

import io.vexfs.api.Limits;
import io.vexfs.api.PathText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.ffi.Pointer;

/** A path below the mount's root, in bytes and without a leading slash; the root is empty. Immutable. */
final class MountPath {
    static final MountPath ROOT = new MountPath(new byte[0]);

    private final byte[] bytes;
    private final int nameStart;

    private MountPath(byte[] bytes) {
        this.bytes = bytes;
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '/') {
            start--;
        }
        nameStart = start;
    }

    /** The path that libfuse gave: NUL-terminated and with a leading slash. */
    static MountPath of(Pointer path) {
        int length = path.indexOf(0, (byte) 0);
        if (length <= 1) {
            return ROOT;
        }
        byte[] bytes = new byte[length - 1];
        path.get(1, bytes, 0, bytes.length);
        return new MountPath(bytes);
    }

    /** These bytes, with or without a leading slash. */
    static MountPath of(byte[] bytes) {
        int start = bytes.length > 0 && bytes[0] == '/' ? 1 : 0;
        return bytes.length == start ? ROOT : new MountPath(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /** A path in the form of {@link PathText}. */
    static MountPath of(String text) {
        return of(PathText.bytes(text));
    }

    /** The absolute path as the bridge calls it, in the form of {@link PathText}. */
    String text() {
        return "/" + PathText.of(bytes);
    }

    boolean root() {
        return bytes.length == 0;
    }

    /** Whether the store can know it: longer ones can be reached from a directory on the way, and are the host's alone. */
    boolean known() {
        return bytes.length < Limits.COLLECTION_BYTES_MAX;
    }

    int length() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The last component; empty for the root. */
    byte[] name() {
        return Arrays.copyOfRange(bytes, nameStart, bytes.length);
    }

    /** The last component in the form of {@link PathText}. */
    String nameText() {
        return PathText.of(name());
    }

    /** The directory that holds this; the root's is the root. */
    MountPath parent() {
        return nameStart <= 1 ? ROOT : new MountPath(Arrays.copyOf(bytes, nameStart - 1));
    }

    MountPath child(byte[] name) {
        if (root()) {
            return new MountPath(name.clone());
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return new MountPath(joined);
    }

    MountPath child(String name) {
        return child(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same without {@code .} and {@code ..}; above the root is the root. */
    MountPath normalized() {
        MountPath path = ROOT;
        for (int start = 0; start < bytes.length; start = end(start) + 1) {
            String name = new String(bytes, start, end(start) - start, StandardCharsets.ISO_8859_1);
            if (name.equals("..")) {
                path = path.parent();
            } else if (!name.isEmpty() && !name.equals(".")) {
                path = path.child(Arrays.copyOfRange(bytes, start, end(start)));
            }
        }
        return path;
    }

    /** How many components there are. */
    int depth() {
        int depth = root() ? 0 : 1;
        for (byte each : bytes) {
            depth += each == '/' ? 1 : 0;
        }
        return depth;
    }

    boolean nameStartsWith(String prefix) {
        return regionMatches(nameStart, prefix);
    }

    boolean nameEndsWith(String suffix) {
        return bytes.length - nameStart >= suffix.length() && regionMatches(bytes.length - suffix.length(), suffix);
    }

    /** Whether the name is something before the suffix, whatever the suffix's case. */
    boolean nameHasSuffix(String lowerCase) {
        int start = bytes.length - lowerCase.length();
        if (start <= nameStart) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase(bytes[start + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean nameIs(String name) {
        return bytes.length - nameStart == name.length() && regionMatches(nameStart, name);
    }

    private boolean regionMatches(int at, String ascii) {
        if (bytes.length - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the component of that name begins; -1 if there is none. */
    int component(String name) {
        for (int start = 0; start < bytes.length; start = end(start) + 1) {
            if (end(start) - start == name.length() && regionMatches(start, name)) {
                return start;
            }
        }
        return -1;
    }

    private int end(int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '/') {
            end++;
        }
        return end;
    }

    /** The path above the component that begins there. */
    MountPath above(int component) {
        return component <= 1 ? ROOT : new MountPath(Arrays.copyOf(bytes, component - 1));
    }

    /** Whether this is {@code directory} or lies below it. */
    boolean within(MountPath directory) {
        int length = directory.bytes.length;
        return length == 0
                || bytes.length >= length
                        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/');
    }

    /** Whether this lies below {@code directory}, and is not the directory itself. */
    boolean below(MountPath directory) {
        return bytes.length > directory.bytes.length && within(directory);
    }

    /** The part of this path, which lies {@link #within} the directory, behind the directory's. */
    byte[] relativeTo(MountPath directory) {
        int start = directory.root() ? 0 : Math.min(bytes.length, directory.bytes.length + 1);
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    /** This path, which lies {@link #within} {@code from}, as it is called after {@code from} was renamed. */
    MountPath renamed(MountPath from, MountPath to) {
        if (bytes.length == from.bytes.length) {
            return to;
        }
        return to.child(relativeTo(from));
    }

    /** Where the component behind the one that begins there begins; -1 if there is none. */
    int nextComponent(int start) {
        int end = end(start);
        return end < bytes.length ? end + 1 : -1;
    }

    /** Writes the component that begins there, NUL-terminated; false if it is longer than a name may be. */
    boolean putComponent(int start, Pointer target) {
        int length = end(start) - start;
        if (length > Linux.NAME_MAX) {
            return false;
        }
        target.put(0, bytes, start, length);
        target.putByte(length, (byte) 0);
        return true;
    }

    int nameLength() {
        return bytes.length - nameStart;
    }

    /** Writes all of it, NUL-terminated. */
    void put(Pointer target) {
        target.put(0, bytes, 0, bytes.length);
        target.putByte(bytes.length, (byte) 0);
    }

    /** Writes everything before the name, NUL-terminated; {@code .} where there is nothing. */
    void putParent(Pointer target) {
        if (nameStart == 0) {
            target.putByte(0, (byte) '.');
            target.putByte(1, (byte) 0);
        } else {
            target.put(0, bytes, 0, nameStart - 1);
            target.putByte(nameStart - 1L, (byte) 0);
        }
    }

    /** Writes the name, NUL-terminated; {@code .} for the root. */
    void putName(Pointer target) {
        if (root()) {
            putParent(target);
        } else {
            target.put(0, bytes, nameStart, bytes.length - nameStart);
            target.putByte(bytes.length - nameStart, (byte) 0);
        }
    }

    /** Whether the name's directory is the root, so that there is no way to walk. */
    boolean shallow() {
        return nameStart == 0;
    }

    /** Whether the same directory holds both names. */
    boolean sameDirectory(MountPath other) {
        return nameStart == other.nameStart && Arrays.equals(bytes, 0, nameStart, other.bytes, 0, nameStart);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MountPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
