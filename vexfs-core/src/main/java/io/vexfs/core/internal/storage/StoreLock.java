package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreHolder;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a store, held by one process for as long as it has the store open. The file says who, as text:
 *
 * <pre>
 * pid 123
 * mount /mnt/vectors      (if it is mounted)
 * </pre>
 *
 * <p>Closing any descriptor of a locked file gives up the lock of the whole process (POSIX). So a process never opens
 * the file of a lock that it holds: it knows its own locks by the file's inode.
 */
final class StoreLock implements AutoCloseable {
    private static final int TEXT_BYTES_MAX = 8_192;
    /** The locks of this process by inode. */
    private static final Map<Object, StoreHolder> HELD = new ConcurrentHashMap<>();
    /** Channels of locks that another class loader of this process holds: closing one would give up its lock. */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    private final Object inode;
    private final FileChannel channel;

    private StoreLock(Object inode, FileChannel channel) {
        this.inode = inode;
        this.channel = channel;
    }

    /** Takes the lock, or says who holds it: {@code IN_USE}. Makes the file if it is missing. */
    static StoreLock take(Path store, Path file, Optional<String> mountPoint) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.create(file);
        }
        OwnFiles.requireOwn(file);
        StoreHolder self = new StoreHolder(ProcessHandle.current().pid(), mountPoint);
        Object inode = inode(file);
        StoreHolder held = HELD.putIfAbsent(inode, self);
        if (held != null) {
            throw inUse(store, held.toString());
        }
        boolean taken = false;
        try {
            StoreLock lock = new StoreLock(inode, lock(store, file));
            lock.write(self);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(inode);
            }
        }
    }

    private static FileChannel lock(Path store, Path file) throws IOException {
        FileChannel channel = open(file);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            NEVER_CLOSED.add(channel);
            throw inUse(store, new StoreHolder(ProcessHandle.current().pid(), Optional.empty()).toString());
        }
        String text = read(channel);
        channel.close();
        throw inUse(store, parse(text).map(StoreHolder::toString).orElse("another process"));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static VexfsException inUse(Path store, String holder) {
        return new VexfsException(FuseVexfsError.IN_USE, "store " + store + " is held by " + holder);
    }

    /** Who holds the lock; empty if nobody does. */
    static Optional<StoreHolder> holder(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        StoreHolder self = HELD.get(inode(file));
        if (self != null) {
            return Optional.of(self);
        }
        // A holder that was killed leaves its text behind; only one that lives can hold the lock.
        Optional<StoreHolder> written = parse(Disk.uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return read(channel);
            }
        }));
        return written.filter(holder ->
                ProcessHandle.of(holder.pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS) + ":"
                + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private void write(StoreHolder self) throws IOException {
        String text = "pid " + self.pid() + "\n"
                + self.mountPoint().map(at -> "mount " + at + "\n").orElse("");
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(TEXT_BYTES_MAX);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static Optional<StoreHolder> parse(String text) {
        long pid = -1;
        @Nullable String mountPoint = null;
        for (String line : text.split("\n", -1)) {
            if (line.matches("pid \\d{1,18}")) {
                pid = Long.parseLong(line.substring(4));
            } else if (line.startsWith("mount ")) {
                mountPoint = line.substring(6);
            }
        }
        return pid < 0 ? Optional.empty() : Optional.of(new StoreHolder(pid, Optional.ofNullable(mountPoint)));
    }

    /** Gives the lock up; idempotent. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.truncate(0);
        } finally {
            channel.close();
            HELD.remove(inode);
        }
    }
}
