package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jnr.ffi.Pointer;

/**
 * The names that libfuse gives to files that are unlinked while they are open. It takes them away when it is told of the
 * last close, and the kernel may tell it of that long after the close returned: a directory with nothing else in it would
 * be full for a user who has emptied it.
 */
final class HiddenFiles {
    private static final int LENGTH = 16;
    private static final int NAME = 19;
    private static final Pattern HIDDEN = Pattern.compile(Pattern.quote(VectorFormats.HIDDEN_PREFIX) + "[0-9a-f]{16,}");

    private HiddenFiles() {}

    /** Removes a directory with nothing but hidden files in it. */
    static int removeDirectory(HostFiles host, MountPath path) {
        int removed = host.removeDirectory(path);
        return removed == -Linux.ENOTEMPTY && removed(host, path) ? host.removeDirectory(path) : removed;
    }

    /** Renames a directory, over another one with nothing but hidden files in it too. */
    static int renameDirectory(HostFiles host, MountPath from, MountPath to) {
        try {
            return host.renameDirectory(from, to);
        } catch (ErrnoException refused) {
            boolean full = refused.errno() == Linux.ENOTEMPTY || refused.errno() == Linux.EEXIST;
            if (!full || !removed(host, to)) {
                throw refused;
            }
            return host.renameDirectory(from, to);
        }
    }

    /**
     * Takes the hidden files of a directory away, unless there is something else in it. Who has one open goes on reading and
     * writing it, as with any file whose last name is gone.
     *
     * @return whether there was nothing else
     */
    private static boolean removed(HostFiles host, MountPath directory) {
        Optional<List<MountPath>> hidden = alone(host, directory);
        hidden.ifPresent(paths -> paths.forEach(host::unlink));
        return hidden.isPresent();
    }

    /** The hidden files of a directory; empty if something else is in it too. */
    private static Optional<List<MountPath>> alone(HostFiles host, MountPath directory) {
        int descriptor = host.openDirectory(directory);
        if (descriptor < 0) {
            return Optional.empty();
        }
        LibC c = NativeLibraries.c();
        Pointer buffer = Buffers.take();
        List<MountPath> hidden = new ArrayList<>();
        try {
            for (int filled; (filled = NativeLibraries.result(c.getdents64(descriptor, buffer, Buffers.BYTES))) > 0; ) {
                for (int at = 0; at < filled; at += buffer.getShort(at + LENGTH)) {
                    byte[] name = new byte[buffer.indexOf(at + NAME, (byte) 0)];
                    buffer.get(at + NAME, name, 0, name.length);
                    String text = new String(name, StandardCharsets.ISO_8859_1);
                    if (HIDDEN.matcher(text).matches()) {
                        hidden.add(directory.child(name));
                    } else if (!text.equals(".") && !text.equals("..")) {
                        return Optional.empty();
                    }
                }
            }
        } finally {
            c.close(descriptor);
            Buffers.give(buffer);
        }
        return Optional.of(hidden);
    }
}
