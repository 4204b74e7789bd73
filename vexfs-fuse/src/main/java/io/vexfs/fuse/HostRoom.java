package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FileVectors;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorFile;
import java.util.Optional;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/** The ordinary files and directories: the host's, with vectors that follow their names. */
final class HostRoom implements Room {
    private final HostFiles host;
    private final HiddenFiles hidden;
    private final VectorFiles vectors;
    private final VectorAttributes attributes;
    private final SetIdBits bits;
    private final Bridge bridge;
    private final FileVectors files;
    private final Supplier<Caller> callers;

    HostRoom(
            HostFiles host,
            VectorFiles vectors,
            VectorAttributes attributes,
            SetIdBits bits,
            Bridge bridge,
            Supplier<Caller> callers) {
        this.host = host;
        hidden = new HiddenFiles(host);
        this.vectors = vectors;
        this.attributes = attributes;
        this.bits = bits;
        this.bridge = bridge;
        this.files = bridge.files();
        this.callers = callers;
    }

    private OperationContext context() {
        return callers.get().context();
    }

    @Override
    public boolean generated() {
        return false;
    }

    @Override
    public int stat(MountPath path, Pointer stat) {
        int found = host.stat(path, stat);
        return found < 0 ? found : bits.drop(path, stat);
    }

    @Override
    public int readlink(MountPath path, Pointer buffer, long size) {
        return host.readlink(path, buffer, size);
    }

    @Override
    public int makeNode(MountPath path, int mode, long device) {
        return host.makeNode(path, mode, device, callers.get());
    }

    @Override
    public int makeDirectory(MountPath path, int mode) {
        return host.makeDirectory(path, mode, callers.get());
    }

    @Override
    public int symlink(Pointer target, MountPath path) {
        return host.symlink(target, path, callers.get());
    }

    @Override
    public int unlink(MountPath path) {
        if (!vectors.holdsVectors(path)) {
            return unlinked(path);
        }
        NameLocks.Held held = vectors.locks().names();
        try (held) {
            int removed = unlinked(path);
            if (removed == 0) {
                vectors.forget(path);
            }
            return removed;
        }
    }

    private int unlinked(MountPath path) {
        try {
            return hidden.unlink(path);
        } finally {
            vectors.nameChanged();
        }
    }

    @Override
    public int removeDirectory(MountPath path) {
        NameLocks.Held held = vectors.locks().names();
        try (held) {
            attributes.collections().requireRemovable(path);
            int removed = hidden.removeDirectory(path);
            if (removed == 0) {
                attributes.collections().removed(path);
            }
            return removed;
        }
    }

    @Override
    public int rename(MountPath from, MountPath to) {
        Pointer stat = Scratch.current().stat;
        int found = host.stat(from, stat);
        if (found < 0) {
            return found;
        }
        boolean directory = Stat.directory(stat);
        long inode = Stat.inode(stat);
        if (!directory && !vectors.holdsVectors(from) && !vectors.holdsVectors(to)) {
            return renamed(from, to, inode, false);
        }
        boolean sameFile = host.stat(to, stat) == 0 && Stat.inode(stat) == inode;
        boolean readAgain;
        NameLocks.Held held = vectors.locks().names();
        try (held) {
            if (directory) {
                attributes.collections().requireRemovable(to);
            }
            int renamed = renamed(from, to, inode, directory);
            if (renamed < 0 || sameFile) {
                return renamed;
            }
            vectors.pending().renamed(from, to);
            readAgain = directory ? directoryMoved(from, to) : fileMoved(from, to);
        }
        vectors.changed();
        if (readAgain && directory) {
            vectors.judgeAnew(to);
        } else if (readAgain) {
            vectors.read(to);
        }
        return 0;
    }

    private int renamed(MountPath from, MountPath to, long inode, boolean directory) {
        try {
            return directory ? hidden.renameDirectory(from, to) : hidden.rename(from, to, inode);
        } finally {
            vectors.nameChanged();
        }
    }

    /** Whether its files may belong to another collection now; asking each of many would take long. */
    private boolean directoryMoved(MountPath from, MountPath to) {
        if (!from.known()) {
            return false;
        }
        if (!to.known()) {
            vectors.forgetBelow(from, to);
            return false;
        }
        vectors.forgetTooLong(from, to);
        files.move(from.text(), to.text(), context());
        return !files.collectionOf(from.parent().text())
                .equals(files.collectionOf(to.parent().text()));
    }

    /** Whether the file is to be read: it came among the vectors, or into another collection. */
    private boolean fileMoved(MountPath from, MountPath to) {
        Optional<VectorFile> known = vectors.known(from);
        if (known.isPresent() && vectors.holdsVectors(to)) {
            files.move(from.text(), to.text(), context());
        } else {
            vectors.forget(from);
            vectors.forget(to);
        }
        Optional<VectorFile> now = vectors.known(to);
        return vectors.holdsVectors(to)
                && (now.isEmpty()
                        || !keepsItsVectors(now.get())
                        || !now.get().collection().equals(files.collectionOf(to.text()))
                        || !vectors.sameFormat(from, to));
    }

    /** A conflict, too, ends when the file is written, not when it is renamed. */
    private static boolean keepsItsVectors(VectorFile file) {
        return file.status().kind() == FileStatus.Kind.INDEXED || file.status().kind() == FileStatus.Kind.CONFLICT;
    }

    @Override
    public int link(MountPath from, MountPath to) {
        if (!vectors.holdsVectors(to)) {
            return host.link(from, to);
        }
        boolean known;
        NameLocks.Held held = vectors.locks().names();
        try (held) {
            int linked = host.link(from, to);
            if (linked < 0) {
                return linked;
            }
            known = vectors.known(from).isPresent();
            if (known) {
                files.link(from.text(), to.text(), context());
            }
            if (vectors.pending().contains(from)) {
                // Whichever name goes first, the other one is read.
                vectors.pending().addLater(to);
            }
        }
        if (!known) {
            vectors.read(to);
        }
        return 0;
    }

    @Override
    public int chmod(MountPath path, int mode) {
        return host.chmod(path, mode);
    }

    @Override
    public int chown(MountPath path, int user, int group) {
        return host.chown(path, user, group);
    }

    @Override
    public int truncate(MountPath path, long size) {
        int truncated = host.truncate(path, size);
        if (truncated == 0 && vectors.holdsVectors(path)) {
            vectors.pending().addLater(path);
        }
        return truncated;
    }

    @Override
    public int times(MountPath path, Pointer times) {
        return host.times(path, times);
    }

    @Override
    public OpenFile open(MountPath path, int flags) {
        long namesBefore = vectors.namesChanged();
        boolean readable = (flags & Linux.O_ACCMODE) != Linux.O_WRONLY;
        return opened(host.open(path, flags), flags, readable, path, namesBefore);
    }

    @Override
    public OpenFile create(MountPath path, int flags, int mode) {
        long namesBefore = vectors.namesChanged();
        int descriptor = host.create(path, flags, mode, callers.get());
        if (descriptor == -Linux.EEXIST && (flags & Linux.O_EXCL) == 0) {
            return open(path, flags);
        }
        return opened(descriptor, flags, true, path, namesBefore);
    }

    private OpenFile opened(int descriptor, int flags, boolean readable, MountPath path, long namesBefore) {
        ErrnoException.require(descriptor);
        boolean plain = !vectors.holdsVectors(path);
        return new HostFile(descriptor, flags, readable, plain, namesBefore, vectors);
    }

    @Override
    public OpenFile openDirectory(MountPath path) {
        return new HostDirectory(ErrnoException.require(host.openDirectory(path)), bridge::flush);
    }

    @Override
    public int attribute(MountPath path, Pointer name, Pointer value, long size) {
        return attributes.read(path, name, value, size);
    }

    @Override
    public int putAttribute(MountPath path, Pointer name, Pointer value, long size, int flags) {
        return attributes.put(path, name, value, size, flags);
    }

    @Override
    public int attributeNames(MountPath path, Pointer list, long size) {
        return host.attributeNames(path, list, size);
    }

    @Override
    public int removeAttribute(MountPath path, Pointer name) {
        return attributes.remove(path, name);
    }
}
