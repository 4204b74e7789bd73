package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.NativeFunctions.LibC;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import jnr.ffi.Pointer;

/**
 * The store's ordinary files, by calls of the C library relative to their directory.
 *
 * <p>Nothing leads out of the directory: a name's parent is opened beneath it without following any symbolic link (the
 * kernel has followed the mount's own links before it asks), and the name itself is never followed. Results are those
 * of the call, or the negative error number as the host gave it. Safe from many threads until closed.
 */
final class HostFiles implements AutoCloseable {
    private static final int OPEN_FLAGS =
            Linux.O_ACCMODE | Linux.O_TRUNC | Linux.O_CREAT | Linux.O_EXCL | Linux.O_SYNC | Linux.O_NONBLOCK;
    private static final int HOW_BYTES = 24;
    private static final String UMASK = "Umask:";
    private static final String DESCRIPTORS = "/proc/self/fd/";

    private final LibC c = NativeLibraries.c();
    private final int root;
    private final boolean beneathByKernel;
    private final boolean privileged;
    private final int user;
    private final int group;
    private final int umask;
    private final byte[] rootPath;
    private final DirectoryMoves moves = new DirectoryMoves();
    private final ThreadLocal<KeptDirectories> kept;
    /** Whether one call changes a mode and follows no link, as from Linux 6.6 on; the C library takes four otherwise. */
    private volatile boolean chmodByKernel = true;

    /** A call on a name in an open directory: what C returned, so that a failure of more than one call is thrown. */
    private interface NamedCall {
        long call(int directory, Pointer name);
    }

    private HostFiles(int root, boolean walks, long keptNanos) {
        this.root = root;
        kept = ThreadLocal.withInitial(() -> new KeptDirectories(moves, keptNanos));
        user = c.geteuid();
        group = c.getegid();
        umask = processUmask();
        privileged = user == 0;
        int probe = walks ? -Linux.ENOENT : openBeneathByKernel(NativeLibraries.string("."), Scratch.current());
        beneathByKernel = probe >= 0;
        if (beneathByKernel) {
            c.close(probe);
        }
        rootPath = descriptorPath(root);
    }

    /** Opens the directory, which must exist. */
    static HostFiles open(Path directory) {
        return open(directory, false, KeptDirectories.LIFE_NANOS);
    }

    /**
     * As {@link #open(Path)}.
     *
     * @param walks whether to do as if the kernel were too old for openat2
     * @param keptNanos for how long a thread uses the open directories that it last looked into
     */
    static HostFiles open(Path directory, boolean walks, long keptNanos) {
        Pointer name = NativeLibraries.string(NativePath.bytes(directory));
        int flags = Linux.O_DIRECTORY | Linux.O_CLOEXEC;
        int root = result(NativeLibraries.c().openat(Linux.AT_FDCWD, name, flags, 0));
        if (root < 0) {
            throw new VexfsException(
                    FuseVexfsError.FILE_NOT_FOUND,
                    "cannot open the directory of ordinary files " + directory + " (errno " + -root + ")");
        }
        return new HostFiles(root, walks, keptNanos);
    }

    /** Asked of {@code /proc}, as the call that tells it changes it; all bits where that does not say. */
    private static int processUmask() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(UMASK))
                    .map(line -> Integer.parseInt(line.substring(UMASK.length()).strip(), 8))
                    .findFirst()
                    .orElse(0777);
        } catch (IOException unknown) {
            return 0777;
        }
    }

    private int openBeneathByKernel(Pointer path, Scratch scratch) {
        return openBeneathByKernel(path, Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_CLOEXEC, scratch);
    }

    private int openBeneathByKernel(Pointer path, int flags, Scratch scratch) {
        scratch.entry.putLong(0, flags);
        scratch.entry.putLong(8, 0);
        scratch.entry.putLong(16, Linux.RESOLVE_BENEATH | Linux.RESOLVE_NO_SYMLINKS);
        return result(c.syscall(Linux.SYS_OPENAT2, root, path, scratch.entry, HOW_BYTES));
    }

    /** Says that this thread ends. */
    void threadEnds() {
        kept.get().close();
        kept.remove();
    }

    /** The open directory of the name: the root itself, or one that {@link #release} closes. */
    private int parent(MountPath path, Scratch scratch) {
        if (path.nameLength() > Linux.NAME_MAX) {
            return -Linux.ENAMETOOLONG;
        }
        if (path.shallow()) {
            return root;
        }
        if (!beneathByKernel || path.length() >= Linux.PATH_MAX) {
            return walk(path.parent(), scratch);
        }
        path.putParent(scratch.parent);
        return openBeneathByKernel(scratch.parent, scratch);
    }

    /**
     * Component by component: for paths that one call does not take (each of the kernel's own calls was short enough),
     * for kernels before 5.6 and for sandboxes that forbid openat2.
     */
    private int walk(MountPath directory, Scratch scratch) {
        int flags = Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
        int at = root;
        for (int start = 0; start >= 0 && at >= 0; start = directory.nextComponent(start)) {
            if (!directory.putComponent(start, scratch.name)) {
                release(at);
                return -Linux.ENAMETOOLONG;
            }
            int opened = result(c.openat(at, scratch.name, flags, 0));
            release(at);
            at = opened;
        }
        return at;
    }

    private void release(int directory) {
        if (directory != root) {
            c.close(directory);
        }
    }

    private int at(MountPath path, NamedCall call) {
        Scratch scratch = Scratch.current();
        boolean keeps = !path.shallow()
                && path.nameLength() <= Linux.NAME_MAX
                && Answering.current().active();
        return keeps ? atKept(path, call, scratch) : atOpened(path, parent(path, scratch), call, scratch);
    }

    /** In a directory that is, or will be, kept open for the next name in it, as this thread is one of the mount's. */
    private int atKept(MountPath path, NamedCall call, Scratch scratch) {
        KeptDirectories directories = kept.get();
        long movesBefore = moves.count();
        long nanos = System.nanoTime();
        int directory = directories.of(path, nanos);
        if (directory < 0) {
            directory = parent(path, scratch);
            if (directory < 0 || !kept(directories, directory, path, movesBefore, nanos)) {
                return atOpened(path, directory, call, scratch);
            }
        }
        path.putName(scratch.name);
        return result(call.call(directory, scratch.name));
    }

    private boolean kept(KeptDirectories directories, int opened, MountPath path, long movesBefore, long nanos) {
        try {
            return directories.keep(opened, path, movesBefore, nanos);
        } catch (RuntimeException | Error unkept) {
            release(opened);
            throw unkept;
        }
    }

    private int atOpened(MountPath path, int directory, NamedCall call, Scratch scratch) {
        if (directory < 0) {
            return directory;
        }
        try {
            path.putName(scratch.name);
            return result(call.call(directory, scratch.name));
        } finally {
            release(directory);
        }
    }

    int stat(MountPath path, Pointer stat) {
        return at(path, (directory, name) -> c.fstatat(directory, name, stat, Linux.AT_SYMLINK_NOFOLLOW));
    }

    /** Writes the link's target, NUL-terminated and cut to the buffer's size. */
    int readlink(MountPath path, Pointer buffer, long size) {
        int length = at(path, (directory, name) -> c.readlinkat(directory, name, buffer, size - 1));
        if (length < 0) {
            return length;
        }
        buffer.putByte(length, (byte) 0);
        return 0;
    }

    int makeNode(MountPath path, int mode, long device, Caller caller) {
        return made(path, mode, caller, (directory, name) -> c.mknodat(directory, name, mode, device));
    }

    int makeDirectory(MountPath path, int mode, Caller caller) {
        int bits = mode & ~Linux.S_IFMT | Linux.S_IFDIR;
        return made(path, bits, caller, (directory, name) -> c.mkdirat(directory, name, mode));
    }

    int symlink(Pointer target, MountPath path, Caller caller) {
        return made(path, Linux.S_IFLNK, caller, (directory, name) -> c.symlinkat(target, directory, name));
    }

    /** Makes something and gives it to the caller, or makes nothing. */
    private int made(MountPath path, int mode, Caller caller, NamedCall make) {
        return at(path, (directory, name) -> {
            ErrnoException.require(result(make.call(directory, name)));
            int owned = own(directory, name, mode, caller);
            if (owned < 0) {
                boolean isDirectory = (mode & Linux.S_IFMT) == Linux.S_IFDIR;
                c.unlinkat(directory, name, isDirectory ? Linux.AT_REMOVEDIR : 0);
                throw new ErrnoException(-owned);
            }
            return 0;
        });
    }

    /**
     * Owner, group (a set-group-id directory hands down its own) and the exact mode: this process's umask has nothing
     * to say, as the kernel has applied the caller's. What is right already is left alone.
     */
    private int own(int directory, Pointer name, int mode, Caller caller) {
        int type = mode & Linux.S_IFMT;
        boolean exact = type == Linux.S_IFLNK || (mode & (umask | 07000)) == 0;
        if (exact && caller.user() == user && caller.group() == group) {
            // The host has done all of it.
            return 0;
        }
        Scratch scratch = Scratch.current();
        int asked = result(c.fstat(directory, scratch.stat));
        if (asked < 0) {
            return asked;
        }
        boolean inherits = (Stat.mode(scratch.stat) & Linux.S_ISGID) != 0;
        boolean given = caller.user() != user || !inherits && caller.group() != group;
        if (given && (privileged || caller.user() != user)) {
            int handed = inherits ? -1 : caller.group();
            int owned = result(c.fchownat(directory, name, caller.user(), handed, Linux.AT_SYMLINK_NOFOLLOW));
            if (owned < 0) {
                return owned;
            }
        }
        if (exact) {
            return 0;
        }
        int handedDown = inherits && type == Linux.S_IFDIR ? Linux.S_ISGID : 0;
        return result(c.fchmodat(directory, name, mode & 07777 | handedDown, 0));
    }

    int unlink(MountPath path) {
        return at(path, (directory, name) -> c.unlinkat(directory, name, 0));
    }

    int removeDirectory(MountPath path) {
        try {
            return at(path, (directory, name) -> c.unlinkat(directory, name, Linux.AT_REMOVEDIR));
        } finally {
            moves.add(path);
        }
    }

    /** Renames what is no directory. */
    int rename(MountPath from, MountPath to) {
        return atBoth(from, to, c::renameat);
    }

    /** Renames anything. */
    int renameDirectory(MountPath from, MountPath to) {
        try {
            return rename(from, to);
        } finally {
            moves.add(from);
            moves.add(to);
        }
    }

    int link(MountPath from, MountPath to) {
        return atBoth(from, to, (source, name, target, link) -> c.linkat(source, name, target, link, 0));
    }

    private interface NamedCallOnTwo {
        int call(int fromDirectory, Pointer from, int toDirectory, Pointer to);
    }

    private int atBoth(MountPath from, MountPath to, NamedCallOnTwo call) {
        Scratch scratch = Scratch.current();
        return at(to, (toDirectory, toName) -> {
            to.putName(scratch.otherName);
            // Most names stay in their directory, which is open then.
            boolean stays = from.sameDirectory(to) && from.nameLength() <= Linux.NAME_MAX;
            int fromDirectory = stays ? toDirectory : ErrnoException.require(parent(from, scratch));
            try {
                from.putName(scratch.name);
                return ErrnoException.require(
                        result(call.call(fromDirectory, scratch.name, toDirectory, scratch.otherName)));
            } finally {
                if (!stays) {
                    release(fromDirectory);
                }
            }
        });
    }

    int chmod(MountPath path, int mode) {
        return at(path, (directory, name) -> {
            if (chmodByKernel) {
                long changed = c.syscall(Linux.SYS_FCHMODAT2, directory, name, mode & 07777, Linux.AT_SYMLINK_NOFOLLOW);
                if (changed == 0 || !unknown(NativeLibraries.errno())) {
                    return changed;
                }
            }
            int changed = c.fchmodat(directory, name, mode & 07777, Linux.AT_SYMLINK_NOFOLLOW);
            if (changed == 0) {
                chmodByKernel = false;
            }
            return changed;
        });
    }

    /** Whether that may be the answer to a call that nobody knows; sandboxes give either. */
    private static boolean unknown(int errno) {
        return errno == Linux.ENOSYS || errno == Linux.EPERM;
    }

    int chown(MountPath path, int owner, int group) {
        return at(path, (directory, name) -> c.fchownat(directory, name, owner, group, Linux.AT_SYMLINK_NOFOLLOW));
    }

    int truncate(MountPath path, long size) {
        int descriptor = open(path, Linux.O_WRONLY | Linux.O_NONBLOCK);
        if (descriptor < 0) {
            return descriptor;
        }
        try {
            int dropped = RequestFlags.dropAsAsked(descriptor);
            return dropped < 0 ? dropped : result(c.ftruncate(descriptor, size));
        } finally {
            c.close(descriptor);
        }
    }

    /** Times as two {@code timespec}s, with {@code UTIME_NOW} and {@code UTIME_OMIT}. */
    int times(MountPath path, Pointer times) {
        return at(path, (directory, name) -> c.utimensat(directory, name, times, Linux.AT_SYMLINK_NOFOLLOW));
    }

    /** A descriptor of an existing file; appending is left to {@link HostFile}. */
    int open(MountPath path, int flags) {
        int allowed = flags & OPEN_FLAGS & ~Linux.O_CREAT | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
        if (beneathByKernel && !path.shallow() && path.length() < Linux.PATH_MAX) {
            Scratch scratch = Scratch.current();
            path.put(scratch.parent);
            return cut(openBeneathByKernel(scratch.parent, allowed, scratch), flags);
        }
        return at(path, (directory, name) -> cut(c.openat(directory, name, allowed, 0), flags));
    }

    /** The descriptor of a file that was there before; where opening emptied it, it may lose its set-id bits. */
    private int cut(int descriptor, int flags) {
        if (descriptor >= 0 && (flags & Linux.O_TRUNC) != 0) {
            int dropped = RequestFlags.dropAsAsked(descriptor);
            if (dropped < 0) {
                c.close(descriptor);
                throw new ErrnoException(-dropped);
            }
        }
        return descriptor;
    }

    /** A second descriptor of an open file, for reading, wherever its name went meanwhile. */
    int reopen(int descriptor) {
        byte[] link = (DESCRIPTORS + descriptor + "\0").getBytes(StandardCharsets.US_ASCII);
        Pointer name = Scratch.current().name;
        name.put(0, link, 0, link.length);
        return result(c.openat(Linux.AT_FDCWD, name, Linux.O_NONBLOCK | Linux.O_CLOEXEC, 0));
    }

    /** A descriptor of a file that is made, always to be read too; EEXIST where there is one. */
    int create(MountPath path, int flags, int mode, Caller caller) {
        int readable = (flags & Linux.O_ACCMODE) == Linux.O_WRONLY ? flags & ~Linux.O_ACCMODE | Linux.O_RDWR : flags;
        int fresh = readable & OPEN_FLAGS | Linux.O_CREAT | Linux.O_EXCL | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
        return at(path, (directory, name) -> {
            int descriptor = c.openat(directory, name, fresh, mode & 07777);
            if (descriptor < 0) {
                return descriptor;
            }
            int owned = own(directory, name, mode & ~Linux.S_IFMT, caller);
            if (owned < 0) {
                c.close(descriptor);
                c.unlinkat(directory, name, 0);
                throw new ErrnoException(-owned);
            }
            return descriptor;
        });
    }

    /** A descriptor of a file without a name, which goes when it is closed; some file systems have none. */
    int openNameless() {
        Pointer here = NativeLibraries.string(".");
        return result(c.openat(root, here, Linux.O_TMPFILE | Linux.O_RDWR | Linux.O_CLOEXEC, 0600));
    }

    /** A descriptor for listing. */
    int openDirectory(MountPath path) {
        int flags = Linux.O_DIRECTORY | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
        return at(path, (directory, name) -> c.openat(directory, name, flags, 0));
    }

    int volume(Pointer statvfs) {
        return result(c.fstatvfs(root, statvfs));
    }

    int attribute(MountPath path, Pointer name, Pointer value, long size) {
        return throughDescriptor(path, file -> c.lgetxattr(file, name, value, size));
    }

    int putAttribute(MountPath path, Pointer name, Pointer value, long size, int flags) {
        return throughDescriptor(path, file -> c.lsetxattr(file, name, value, size, flags));
    }

    int attributeNames(MountPath path, Pointer list, long size) {
        return throughDescriptor(path, file -> c.llistxattr(file, list, size));
    }

    int removeAttribute(MountPath path, Pointer name) {
        return throughDescriptor(path, file -> c.lremovexattr(file, name));
    }

    private interface PathCall {
        long call(Pointer path);
    }

    /** There are no xattr calls relative to a directory, so the open directory is named by its descriptor. */
    private int throughDescriptor(MountPath path, PathCall call) {
        return at(path, (directory, name) -> {
            byte[] prefix = (DESCRIPTORS + directory + "/").getBytes(StandardCharsets.US_ASCII);
            Pointer file = Scratch.current().parent;
            file.put(0, prefix, 0, prefix.length);
            path.putName(file.slice(prefix.length));
            return call.call(file);
        });
    }

    /** Where an open file is now, whatever renames it saw; the root if it was unlinked or lies elsewhere. */
    MountPath path(int descriptor) {
        byte[] path = descriptorPath(descriptor);
        boolean below = path.length > rootPath.length
                && path[rootPath.length] == '/'
                && Arrays.equals(path, 0, rootPath.length, rootPath, 0, rootPath.length);
        return below ? MountPath.of(Arrays.copyOfRange(path, rootPath.length, path.length)) : MountPath.ROOT;
    }

    private byte[] descriptorPath(int descriptor) {
        Scratch scratch = Scratch.current();
        byte[] link = (DESCRIPTORS + descriptor + "\0").getBytes(StandardCharsets.US_ASCII);
        scratch.name.put(0, link, 0, link.length);
        int length = result(c.readlinkat(Linux.AT_FDCWD, scratch.name, scratch.parent, Linux.PATH_MAX));
        byte[] path = new byte[Math.max(0, length)];
        scratch.parent.get(0, path, 0, path.length);
        return path;
    }

    /** Forces one file, or a directory's names, to the disk. */
    int sync(int descriptor, boolean dataOnly) {
        return result(dataOnly ? c.fdatasync(descriptor) : c.fsync(descriptor));
    }

    @Override
    public void close() {
        c.close(root);
    }
}
