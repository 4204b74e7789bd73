package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The files that libfuse gave another name, as they were unlinked or renamed over while they are open. It takes them
 * away when it is told of the last close, and the kernel may tell it of that long after the close returned: a directory
 * with nothing else in it would be full for a user who has emptied it.
 *
 * <p>Known by name and inode from that renaming to the unlinking. What is merely called so, as in a tree copied from
 * another mount, is a file like any other. Safe from many threads.
 */
final class HiddenFiles {
    /** Files that are known at once; what is hidden beyond that keeps its directory until it is gone. */
    static final int HIDDEN_MAX = OpenFiles.OPEN_MAX;

    private static final int LENGTH = 16;
    private static final int NAME = 19;
    private static final Pattern HIDDEN = Pattern.compile(Pattern.quote(VectorFormats.HIDDEN_PREFIX) + "[0-9a-f]{16,}");

    /** Where a request to rename has its two names, one behind the other. */
    private static final int NAMES = 48;
    /** In place of an inode: there is no file of that name. */
    private static final long GONE = 0;

    private final HostFiles host;
    private final Set<Hidden> hidden = ConcurrentHashMap.newKeySet();

    /** Of a host's directory; none yet. */
    HiddenFiles(HostFiles host) {
        this.host = host;
    }

    private record Hidden(String name, long inode) {}

    /** Renames what is no directory; a renaming of libfuse's own hides it. */
    int rename(MountPath from, MountPath to, long inode) {
        int renamed = host.rename(from, to);
        if (from.nameStartsWith(VectorFormats.HIDDEN_PREFIX)) {
            hidden.remove(new Hidden(from.nameText(), inode));
        }
        if (to.nameStartsWith(VectorFormats.HIDDEN_PREFIX)
                && HIDDEN.matcher(to.nameText()).matches()
                && hides(Answering.current().request(), to)
                && hidden.size() < HIDDEN_MAX) {
            hidden.add(new Hidden(to.nameText(), inode));
        }
        return renamed;
    }

    /** Whether nobody asked for that name: the request unlinks, or renames to another one. */
    static boolean hides(@Nullable Pointer request, MountPath to) {
        if (request == null) {
            return false;
        }
        int operation = Request.operation(request);
        if (operation != Request.RENAME) {
            return operation == Request.UNLINK;
        }
        int asked = NAMES + request.indexOf(NAMES, (byte) 0) + 1;
        byte[] name = new byte[request.indexOf(asked, (byte) 0)];
        request.get(asked, name, 0, name.length);
        return !MountPath.of(name).equals(MountPath.of(to.name()));
    }

    /** Takes a name away. */
    int unlink(MountPath path) {
        if (!path.nameStartsWith(VectorFormats.HIDDEN_PREFIX)) {
            return host.unlink(path);
        }
        Pointer stat = Scratch.current().stat;
        long inode = host.stat(path, stat) == 0 ? Stat.inode(stat) : GONE;
        int removed = host.unlink(path);
        if (removed == 0) {
            hidden.remove(new Hidden(path.nameText(), inode));
        }
        return removed;
    }

    /** Removes a directory with nothing but hidden files in it. */
    int removeDirectory(MountPath path) {
        int removed = host.removeDirectory(path);
        return removed == -Linux.ENOTEMPTY && removed(path) ? host.removeDirectory(path) : removed;
    }

    /** Renames a directory, over another one with nothing but hidden files in it too. */
    int renameDirectory(MountPath from, MountPath to) {
        try {
            return host.renameDirectory(from, to);
        } catch (ErrnoException refused) {
            boolean full = refused.errno() == Linux.ENOTEMPTY || refused.errno() == Linux.EEXIST;
            if (!full || !removed(to)) {
                throw refused;
            }
            return host.renameDirectory(from, to);
        }
    }

    /**
     * Takes the hidden files of a directory away, unless there is something else in it. Who has one open goes on
     * reading and writing it, as with any file whose last name is gone.
     *
     * @return whether there was nothing else
     */
    private boolean removed(MountPath directory) {
        Optional<List<MountPath>> alone = alone(directory);
        alone.ifPresent(paths -> paths.forEach(this::unlink));
        return alone.isPresent();
    }

    /** The hidden files of a directory; empty if something else is in it too. */
    private Optional<List<MountPath>> alone(MountPath directory) {
        Pointer buffer = Buffers.take();
        try {
            int descriptor = host.openDirectory(directory);
            if (descriptor < 0) {
                return Optional.empty();
            }
            try {
                return alone(directory, descriptor, buffer);
            } finally {
                NativeLibraries.c().close(descriptor);
            }
        } finally {
            Buffers.give(buffer);
        }
    }

    private Optional<List<MountPath>> alone(MountPath directory, int descriptor, Pointer buffer) {
        LibC c = NativeLibraries.c();
        List<MountPath> found = new ArrayList<>();
        for (int filled; (filled = NativeLibraries.result(c.getdents64(descriptor, buffer, Buffers.BYTES))) > 0; ) {
            for (int at = 0; at < filled; at += buffer.getShort(at + LENGTH)) {
                byte[] name = new byte[buffer.indexOf(at + NAME, (byte) 0)];
                buffer.get(at + NAME, name, 0, name.length);
                MountPath path = directory.child(name);
                if (path.nameIs(".") || path.nameIs("..")) {
                    continue;
                }
                if (!known(path, descriptor, buffer.slice(at + NAME))) {
                    return Optional.empty();
                }
                found.add(path);
            }
        }
        return Optional.of(found);
    }

    private boolean known(MountPath path, int directory, Pointer name) {
        if (!path.nameStartsWith(VectorFormats.HIDDEN_PREFIX)) {
            return false;
        }
        long inode = inode(directory, name);
        return inode == GONE
                || hidden.contains(new Hidden(path.nameText(), inode))
                // What libfuse takes away meanwhile is nothing else.
                || inode(directory, name) == GONE;
    }

    /** Of a name in an open directory; negative where that cannot be told. */
    private static long inode(int directory, Pointer name) {
        Pointer stat = Scratch.current().stat;
        LibC c = NativeLibraries.c();
        int found = NativeLibraries.result(c.fstatat(directory, name, stat, Linux.AT_SYMLINK_NOFOLLOW));
        if (found < 0) {
            return found == -Linux.ENOENT ? GONE : found;
        }
        return Stat.inode(stat);
    }
}
