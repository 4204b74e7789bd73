package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** {@code /.vexfs/}: what a mount tells of itself and can be told. Not listed in the root. */
final class ControlFiles implements Room {
    /** The directory's name. */
    static final String DIRECTORY = ".vexfs";

    private static final long SIZE_FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int DIRECTORY_MODE = Linux.S_IFDIR | 0755;
    private static final int OWNER_WRITES = 0200;

    private final Bridge bridge;
    private final Generated generated;
    private final ControlTexts texts;
    private final Searches searches;
    private final AccessLog access;
    private final Supplier<Caller> callers;
    private final AtomicReferenceArray<@Nullable Sized> sizes = new AtomicReferenceArray<>(Kind.values().length);

    /** How long a file was when. */
    private record Sized(long nanos, int length) {}

    ControlFiles(
            Bridge bridge,
            Generated generated,
            ControlTexts texts,
            Searches searches,
            AccessLog access,
            Supplier<Caller> callers) {
        this.bridge = bridge;
        this.generated = generated;
        this.texts = texts;
        this.searches = searches;
        this.access = access;
        this.callers = callers;
    }

    /** The control files, each with its mode. */
    private enum Kind {
        SEARCH("search", 0666),
        SYNC("sync", 0200),
        COMPACT("compact", 0200),
        STATUS("status.json", 0400),
        METRICS("metrics.json", 0400),
        PROMETHEUS("metrics.prom", 0400),
        ALERTS("alerts.jsonl", 0400),
        ERRORS("errors.jsonl", 0400),
        ACCESS(AccessLog.FILE, 0400);

        private final String file;
        private final int mode;

        Kind(String file, int permissions) {
            this.file = file;
            this.mode = Linux.S_IFREG | permissions;
        }

        boolean writable() {
            return (mode & OWNER_WRITES) != 0;
        }

        static Optional<Kind> of(MountPath path) {
            for (Kind kind : values()) {
                if (path.depth() == 2 && path.nameIs(kind.file)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether this is the file that takes requests for searches. */
    static boolean search(MountPath path) {
        return path.component(DIRECTORY) == 0
                && Kind.of(path).filter(kind -> kind == Kind.SEARCH).isPresent();
    }

    private static Kind require(MountPath path) {
        return Kind.of(path).orElseThrow(() -> new ErrnoException(Linux.ENOENT));
    }

    private byte[] content(Kind kind) {
        byte[] content = made(kind);
        sizes.set(kind.ordinal(), new Sized(System.nanoTime(), content.length));
        return content;
    }

    private byte[] made(Kind kind) {
        return switch (kind) {
            case STATUS -> texts.status();
            case METRICS -> texts.metrics();
            case PROMETHEUS -> texts.prometheus();
            case ALERTS -> texts.alerts();
            case ERRORS -> texts.errors();
            case SEARCH, SYNC, COMPACT, ACCESS -> new byte[0];
        };
    }

    /** About how long a file is: listing the directory need not make every file, and readers get all of it anyway. */
    private int length(Kind kind) {
        Sized known = sizes.get(kind.ordinal());
        if (known == null || System.nanoTime() - known.nanos() > SIZE_FRESH_NANOS) {
            return content(kind).length;
        }
        return known.length();
    }

    @Override
    public int stat(MountPath path, Pointer stat) {
        if (path.depth() == 1) {
            return generated.stat(path, stat, DIRECTORY_MODE, 0);
        }
        Kind kind = require(path);
        return generated.stat(path, stat, kind.mode, length(kind));
    }

    @Override
    public int truncate(MountPath path, long size) {
        return require(path).writable() ? 0 : -Linux.EPERM;
    }

    /** A shell's redirection and {@code touch} ask for it; there is nothing to change. */
    @Override
    public int times(MountPath path, Pointer times) {
        return 0;
    }

    @Override
    public OpenFile open(MountPath path, int flags) {
        Kind kind = require(path);
        Caller caller = callers.get();
        if (kind != Kind.SEARCH && !generated.ownedBy(caller)) {
            throw new ErrnoException(Linux.EACCES);
        }
        if ((flags & Linux.O_ACCMODE) != 0 && !kind.writable()) {
            // Root is let through by the kernel, whatever the mode says.
            throw new ErrnoException(Linux.EACCES);
        }
        return switch (kind) {
            case SEARCH -> new SearchHandle(searches, caller, stat -> stat(path, stat));
            case SYNC -> new WorkHandle(stat -> stat(path, stat), bridge::forceSync);
            case COMPACT -> new WorkHandle(stat -> stat(path, stat), bridge::compact);
            case ACCESS -> access.open(stat -> stat(path, stat));
            case STATUS, METRICS, PROMETHEUS, ALERTS, ERRORS -> generated.file(path, kind.mode, content(kind));
        };
    }

    @Override
    public OpenFile openDirectory(MountPath path) {
        if (path.depth() != 1) {
            require(path);
            throw new ErrnoException(Linux.ENOTDIR);
        }
        List<Generated.Entry> entries = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ACCESS) {
                entries.add(new Generated.Entry(path.child(kind.file), Linux.S_IFREG));
            }
        }
        return generated.directory(path, DIRECTORY_MODE, entries);
    }

    /** Any write has the store do something, and returns when that is done. */
    private static final class WorkHandle implements OpenFile {
        private final ToIntFunction<Pointer> stat;
        private final Runnable work;

        private WorkHandle(ToIntFunction<Pointer> stat, Runnable work) {
            this.stat = stat;
            this.work = work;
        }

        @Override
        public int stat(Pointer target) {
            return stat.applyAsInt(target);
        }

        @Override
        public int read(Pointer buffer, long size, long offset) {
            return 0;
        }

        @Override
        public int write(Pointer buffer, long size, long offset, boolean writeBack) {
            work.run();
            return (int) size;
        }

        @Override
        public int truncate(long size) {
            return 0;
        }

        @Override
        public boolean generated() {
            return true;
        }

        @Override
        public void close() {}
    }
}
