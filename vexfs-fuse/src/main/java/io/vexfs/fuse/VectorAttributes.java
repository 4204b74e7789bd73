package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.VectorFile;
import java.util.Optional;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/**
 * The attributes that have to do with vectors. Generated, behind {@code user.vexfs.}: a file's {@code status}, {@code id}
 * and {@code neighbors}, and its collection's settings; a directory's are {@link CollectionAttributes}. They are readable
 * but not listed, so that copies with attributes do not carry them along. All other {@code user.} attributes are the
 * host's, and a change of one on a file of vectors is a change of its rows' metadata.
 */
final class VectorAttributes {
    /** What generated attributes begin with. */
    static final String PREFIX = "user.vexfs.";

    private static final String STATUS = "status";
    private static final String ID = "id";
    private static final String NEIGHBORS = "neighbors";

    private final Bridge bridge;
    private final HostFiles host;
    private final VectorFiles vectors;
    private final OpenFiles open;
    private final Searches searches;
    private final CollectionAttributes collections;
    private final Supplier<Caller> callers;
    private final boolean readOnly;

    /** @param readOnly whether files that were changed behind the mount's back stay unread */
    VectorAttributes(
            Bridge bridge,
            HostFiles host,
            VectorFiles vectors,
            OpenFiles open,
            Searches searches,
            Supplier<Caller> callers,
            boolean readOnly) {
        this.bridge = bridge;
        this.host = host;
        this.vectors = vectors;
        this.open = open;
        this.searches = searches;
        this.collections = new CollectionAttributes(bridge, vectors);
        this.callers = callers;
        this.readOnly = readOnly;
    }

    CollectionAttributes collections() {
        return collections;
    }

    private static String key(String name) {
        return name.substring(PREFIX.length());
    }

    int read(MountPath path, Pointer name, Pointer value, long size) {
        String text = AttributeNames.text(name);
        if (!text.startsWith(PREFIX)) {
            return host.attribute(path, name, value, size);
        }
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(path, stat));
        Optional<String> found = Optional.empty();
        if (Stat.directory(stat)) {
            found = collections.value(path, key(text));
        } else if (Stat.regular(stat) && vectors.holdsVectors(path)) {
            found = ofFile(path, key(text), FileContent.stamp(stat, 0));
        }
        return AttributeNames.answer(found.orElseThrow(() -> new ErrnoException(Linux.ENODATA)), value, size);
    }

    private Optional<String> ofFile(MountPath path, String key, FileStamp now) {
        Optional<VectorFile> known = vectors.known(path);
        Optional<VectorFile> found = known.filter(file -> file.rows() > 0);
        return switch (key) {
            case STATUS -> Optional.of(status(path, known, now).text());
            case ID -> found.map(VectorFile::path);
            case NEIGHBORS -> found.map(file -> searches.neighbors(file, callers.get()));
            default ->
                bridge.collection(bridge.files().collectionOf(path.text()))
                        .flatMap(info -> CollectionAttributes.value(info, key));
        };
    }

    private FileStatus status(MountPath path, Optional<VectorFile> known, FileStamp now) {
        boolean changed = readOnly
                && known.isPresent()
                && !FileContent.sameLooks(known.get().stamp(), now);
        if (changed || vectors.pending().contains(path) || beingWritten(path)) {
            return FileStatus.PENDING;
        }
        return known.map(VectorFile::status)
                .orElseGet(() -> now.sizeBytes() == 0
                        ? new FileStatus(FileStatus.Kind.INVALID, "expected a vector, was an empty file")
                        : FileStatus.PENDING);
    }

    /** Whether somebody wrote to the file who will have it read at the next close. */
    private boolean beingWritten(MountPath path) {
        boolean[] unread = {false};
        open.forEach(file -> unread[0] |= file instanceof HostFile each
                && each.unread()
                && host.path(each.descriptor()).equals(path));
        return unread[0];
    }

    int put(MountPath path, Pointer name, Pointer value, long size, int flags) {
        String text = AttributeNames.text(name);
        if (text.startsWith(PREFIX)) {
            requireDirectory(path, text);
            collections.put(path, key(text), value, size, flags);
            return 0;
        }
        return changed(path, host.putAttribute(path, name, value, size, flags));
    }

    int remove(MountPath path, Pointer name) {
        String text = AttributeNames.text(name);
        if (text.startsWith(PREFIX)) {
            requireDirectory(path, text);
            collections.remove(path, key(text));
            return 0;
        }
        return changed(path, host.removeAttribute(path, name));
    }

    private void requireDirectory(MountPath path, String name) {
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(path, stat));
        if (!Stat.directory(stat)) {
            throw vectors.refused(
                    path,
                    name + " cannot be changed: expected a directory, was a file, whose is generated",
                    Linux.EPERM);
        }
    }

    /** Has the rows of a file of vectors stored anew, unless its next close does that; gives the answer back. Throws where that fails. */
    private int changed(MountPath path, int answer) {
        Pointer stat = Scratch.current().stat;
        if (answer < 0 || host.stat(path, stat) < 0 || !Stat.regular(stat)) {
            return answer;
        }
        bridge.files()
                .file(Stat.inode(stat))
                .filter(file -> file.status().kind() == FileStatus.Kind.INDEXED)
                .map(file -> MountPath.of(file.path()))
                .filter(shown -> !beingWritten(shown))
                .ifPresent(vectors::readForCaller);
        return answer;
    }
}
