package io.vexfs.testkit.mount;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;

/** This machine's calls. Those as another user change the thread's file system user for the length of one call. */
final class SystemCalls implements PosixCalls {
    private static final LibC C = LibraryLoader.create(LibC.class).load("libc.so.6");
    static final SystemCalls ROOTED = new SystemCalls("", -1, -1);

    private static final int O_CLOEXEC = 02000000;
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int LINK_BYTES_MAX = 4_096;
    private static final int ATTRIBUTES_BYTES_MAX = 65_536;
    private static final int ENTRY_NAME = 19;
    private static final int NAME_BYTES_MAX = 256;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String directory;
    private final int user;
    private final int group;

    private SystemCalls(String directory, int user, int group) {
        this.directory = directory;
        this.user = user;
        this.group = group;
    }

    /** The functions of the C library; public to the JVM alone, as jnr implements them from another class loader. */
    public interface LibC {
        int open(@In byte[] path, int flags, int mode);

        int close(int descriptor);

        long read(int descriptor, @Out byte[] buffer, long size);

        long pread(int descriptor, @Out byte[] buffer, long size, long offset);

        long write(int descriptor, @In byte[] buffer, long size);

        long pwrite(int descriptor, @In byte[] buffer, long size, long offset);

        int truncate(@In byte[] path, long size);

        int ftruncate(int descriptor, long size);

        int fallocate(int descriptor, int mode, long offset, long length);

        int fsync(int descriptor);

        int mkdir(@In byte[] path, int mode);

        int rmdir(@In byte[] path);

        int unlink(@In byte[] path);

        int rename(@In byte[] from, @In byte[] to);

        int link(@In byte[] from, @In byte[] to);

        int symlink(@In byte[] target, @In byte[] path);

        long readlink(@In byte[] path, @Out byte[] buffer, long size);

        int mknodat(int directory, @In byte[] path, int mode, long device);

        int chmod(@In byte[] path, int mode);

        int lchown(@In byte[] path, int user, int group);

        int utimensat(int directory, @In byte[] path, @In long[] times, int flags);

        int statx(int directory, @In byte[] path, int flags, int mask, @Out byte[] buffer);

        long lgetxattr(@In byte[] path, @In byte[] name, @Out byte[] value, long size);

        int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, long size, int flags);

        int lremovexattr(@In byte[] path, @In byte[] name);

        long llistxattr(@In byte[] path, @Out byte[] list, long size);

        @Nullable
        Pointer opendir(@In byte[] path);

        @Nullable
        Pointer readdir(Pointer directory);

        void rewinddir(Pointer directory);

        int closedir(Pointer directory);

        int setfsuid(int user);

        int setfsgid(int group);

        int geteuid();

        int posix_fadvise(int descriptor, long offset, long length, int advice);

        int umount2(@In byte[] path, int flags);
    }

    private byte[] path(String path) {
        return bytes(path.startsWith("/") ? path : directory + "/" + path);
    }

    private static byte[] bytes(String text) {
        return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Calls as the user, and throws what the system refuses. */
    private long done(String call, LongSupplier function) {
        int error = 0;
        long returned;
        if (user >= 0) {
            C.setfsgid(group);
            C.setfsuid(user);
        }
        try {
            returned = function.getAsLong();
            error = returned < 0 ? Runtime.getRuntime(C).getLastError() : 0;
        } finally {
            if (user >= 0) {
                C.setfsuid(0);
                C.setfsgid(0);
            }
        }
        if (returned < 0) {
            throw new PosixException(call, error);
        }
        return returned;
    }

    @Override
    public PosixCalls in(String below) {
        return new SystemCalls(below.startsWith("/") ? below : directory + "/" + below, user, group);
    }

    @Override
    public PosixCalls as(int otherUser, int otherGroup) {
        return new SystemCalls(directory, otherUser, otherGroup);
    }

    @Override
    public boolean privileged() {
        return C.geteuid() == 0;
    }

    @Override
    public int open(String path, int flags, int mode) {
        byte[] name = path(path);
        return (int) done("open " + path, () -> C.open(name, flags | O_CLOEXEC, mode));
    }

    @Override
    public void close(int descriptor) {
        done("close", () -> C.close(descriptor));
    }

    @Override
    public int read(int descriptor, byte[] into) {
        return (int) done("read", () -> C.read(descriptor, into, into.length));
    }

    @Override
    public int readAt(int descriptor, byte[] into, long offset) {
        return (int) done("pread", () -> C.pread(descriptor, into, into.length, offset));
    }

    @Override
    public int write(int descriptor, byte[] bytes) {
        return (int) done("write", () -> C.write(descriptor, bytes, bytes.length));
    }

    @Override
    public int writeAt(int descriptor, byte[] bytes, long offset) {
        return (int) done("pwrite", () -> C.pwrite(descriptor, bytes, bytes.length, offset));
    }

    @Override
    public void truncate(String path, long size) {
        byte[] name = path(path);
        done("truncate " + path, () -> C.truncate(name, size));
    }

    @Override
    public void truncateOpen(int descriptor, long size) {
        done("ftruncate", () -> C.ftruncate(descriptor, size));
    }

    @Override
    public void allocate(int descriptor, long offset, long length) {
        done("fallocate", () -> C.fallocate(descriptor, 0, offset, length));
    }

    @Override
    public void sync(int descriptor) {
        done("fsync", () -> C.fsync(descriptor));
    }

    @Override
    public void mkdir(String path, int mode) {
        byte[] name = path(path);
        done("mkdir " + path, () -> C.mkdir(name, mode));
    }

    @Override
    public void rmdir(String path) {
        byte[] name = path(path);
        done("rmdir " + path, () -> C.rmdir(name));
    }

    @Override
    public void unlink(String path) {
        byte[] name = path(path);
        done("unlink " + path, () -> C.unlink(name));
    }

    @Override
    public void rename(String from, String to) {
        byte[] source = path(from);
        byte[] target = path(to);
        done("rename " + from + " to " + to, () -> C.rename(source, target));
    }

    @Override
    public void link(String from, String to) {
        byte[] source = path(from);
        byte[] target = path(to);
        done("link " + from + " to " + to, () -> C.link(source, target));
    }

    @Override
    public void symlink(String target, String path) {
        byte[] text = bytes(target);
        byte[] name = path(path);
        done("symlink " + path, () -> C.symlink(text, name));
    }

    @Override
    public String readlink(String path) {
        byte[] name = path(path);
        byte[] target = new byte[LINK_BYTES_MAX];
        int length = (int) done("readlink " + path, () -> C.readlink(name, target, target.length));
        return new String(target, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void mknod(String path, int mode) {
        byte[] name = path(path);
        done("mknod " + path, () -> C.mknodat(AT_FDCWD, name, mode, 0));
    }

    @Override
    public void chmod(String path, int mode) {
        byte[] name = path(path);
        done("chmod " + path, () -> C.chmod(name, mode));
    }

    @Override
    public void chown(String path, int owner, int ownerGroup) {
        byte[] name = path(path);
        done("chown " + path, () -> C.lchown(name, owner, ownerGroup));
    }

    @Override
    public void times(String path, long accessedSeconds, long accessedNanos, long modifiedSeconds, long modifiedNanos) {
        byte[] name = path(path);
        long[] times = {accessedSeconds, accessedNanos, modifiedSeconds, modifiedNanos};
        done("utimensat " + path, () -> C.utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW));
    }

    @Override
    public FileStat stat(String path) {
        return stat("stat " + path, AT_FDCWD, path(path), 0);
    }

    @Override
    public FileStat lstat(String path) {
        return stat("lstat " + path, AT_FDCWD, path(path), AT_SYMLINK_NOFOLLOW);
    }

    @Override
    public FileStat statOpen(int descriptor) {
        return stat("fstat", descriptor, bytes(""), AT_EMPTY_PATH);
    }

    /** By statx, whose layout is the same on every architecture. */
    private FileStat stat(String call, int from, byte[] name, int flags) {
        byte[] told = new byte[STATX_BYTES];
        done(call, () -> C.statx(from, name, flags, STATX_BASIC, told));
        ByteBuffer stat = ByteBuffer.wrap(told).order(ByteOrder.nativeOrder());
        return new FileStat(
                stat.getLong(32),
                stat.getShort(28) & 0xffff,
                stat.getInt(16),
                stat.getInt(20),
                stat.getInt(24),
                stat.getLong(40),
                stat.getLong(48),
                nanos(stat, 64),
                nanos(stat, 112),
                nanos(stat, 96));
    }

    private static long nanos(ByteBuffer stat, int at) {
        return stat.getLong(at) * NANOS_PER_SECOND + stat.getInt(at + 8);
    }

    @Override
    public byte[] attribute(String path, String name, int size) {
        byte[] file = path(path);
        byte[] key = bytes(name);
        byte[] value = new byte[size];
        int length = (int) done("getxattr " + path + " " + name, () -> C.lgetxattr(file, key, value, size));
        return Arrays.copyOf(value, length);
    }

    @Override
    public void putAttribute(String path, String name, byte[] value, int flags) {
        byte[] file = path(path);
        byte[] key = bytes(name);
        done("setxattr " + path + " " + name, () -> C.lsetxattr(file, key, value, value.length, flags));
    }

    @Override
    public void removeAttribute(String path, String name) {
        byte[] file = path(path);
        byte[] key = bytes(name);
        done("removexattr " + path + " " + name, () -> C.lremovexattr(file, key));
    }

    @Override
    public List<String> attributes(String path) {
        byte[] file = path(path);
        byte[] list = new byte[ATTRIBUTES_BYTES_MAX];
        int length = (int) done("listxattr " + path, () -> C.llistxattr(file, list, list.length));
        String names = new String(list, 0, length, StandardCharsets.ISO_8859_1);
        return names.isEmpty() ? List.of() : List.of(names.split("\0"));
    }

    @Override
    public long openDirectory(String path) {
        byte[] name = path(path);
        long[] handle = new long[1];
        done("opendir " + path, () -> {
            Pointer opened = C.opendir(name);
            handle[0] = opened == null ? 0 : opened.address();
            return opened == null ? -1 : 0;
        });
        return handle[0];
    }

    private static Pointer handle(long opened) {
        return Pointer.wrap(Runtime.getRuntime(C), opened);
    }

    @Override
    public Optional<String> nextName(long opened) {
        Pointer entry = C.readdir(handle(opened));
        return entry == null
                ? Optional.empty()
                : Optional.of(entry.getString(ENTRY_NAME, NAME_BYTES_MAX, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void rewind(long opened) {
        C.rewinddir(handle(opened));
    }

    @Override
    public void closeDirectory(long opened) {
        done("closedir", () -> C.closedir(handle(opened)));
    }

    /** Takes a mount away, whoever still uses it, and fails every request that waits for an answer. */
    static boolean unmounted(String point) {
        return C.umount2(bytes(point), MNT_FORCE | MNT_DETACH) == 0;
    }

    /** Forgets the clean pages of a file. The path is the JVM's, in its own encoding. */
    static void forgetPages(String path) {
        int open = C.open((path + "\0").getBytes(StandardCharsets.UTF_8), O_RDONLY | O_CLOEXEC, 0);
        if (open >= 0) {
            C.posix_fadvise(open, 0, 0, POSIX_FADV_DONTNEED);
            C.close(open);
        }
    }
}
