package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.PathText;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/**
 * {@code DIR/.vectors/<id>.vec}: the vectors of a collection that have no file, as files that can be read and removed.
 * Names are those of {@link PathText#ofVector}. Not listed in {@code DIR}.
 */
final class StoredVectors implements Room {
    /** The directory's name. */
    static final String DIRECTORY = ".vectors";

    private static final String SUFFIX = ".vec";
    private static final int DIRECTORY_MODE = Linux.S_IFDIR | 0755;
    private static final int FILE_MODE = Linux.S_IFREG | 0444;
    /** Ids that one listing shows. */
    private static final int LISTED_MAX = 1_000_000;

    private final Bridge bridge;
    private final HostFiles host;
    private final VectorFiles vectors;
    private final Generated generated;
    private final Optional<VectorFormat> format;
    private final Supplier<Caller> callers;

    StoredVectors(
            Bridge bridge,
            HostFiles host,
            VectorFiles vectors,
            Generated generated,
            Optional<VectorFormat> format,
            Supplier<Caller> callers) {
        this.bridge = bridge;
        this.host = host;
        this.vectors = vectors;
        this.generated = generated;
        this.format = format;
        this.callers = callers;
    }

    private static String collection(MountPath path) {
        return path.above(path.component(DIRECTORY)).text();
    }

    private static boolean isDirectory(MountPath path) {
        return path.nameIs(DIRECTORY);
    }

    private void requireCollection(MountPath path) {
        MountPath directory = path.above(path.component(DIRECTORY));
        ErrnoException.require(host.stat(directory, Scratch.current().stat));
        if (bridge.collection(directory.text()).isEmpty()) {
            throw new ErrnoException(Linux.ENOENT);
        }
    }

    /** The id that a name stands for; empty for the names of files' vectors and of nothing. */
    private static Optional<String> id(MountPath path) {
        boolean direct = path.parent().nameIs(DIRECTORY);
        if (!direct || !path.nameEndsWith(SUFFIX)) {
            return Optional.empty();
        }
        byte[] name = path.name();
        String escaped = new String(name, 0, name.length - SUFFIX.length(), StandardCharsets.UTF_8);
        return Optional.of(new String(PathText.bytes(escaped), StandardCharsets.UTF_8));
    }

    private StoredVector vector(MountPath path) {
        String id = id(path).orElseThrow(() -> new ErrnoException(Linux.ENOENT));
        requireCollection(path);
        return bridge.get(collection(path), id)
                .filter(found -> found.id().equals(id))
                .orElseThrow(() -> new ErrnoException(Linux.ENOENT));
    }

    private byte[] content(MountPath path) {
        StoredVector vector = vector(path);
        VectorFormat written = format.orElseThrow(() -> new VexfsException(
                FuseVexfsError.UNSUPPORTED, "cannot show " + path + ": expected a format for .vec, found none"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            written.write(bytes, List.of(new VectorRow(Optional.empty(), vector.vector(), vector.metadata())));
        } catch (IOException failure) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "cannot write " + path, failure);
        }
        return bytes.toByteArray();
    }

    @Override
    public int stat(MountPath path, Pointer stat) {
        if (isDirectory(path)) {
            requireCollection(path);
            return generated.stat(path, stat, DIRECTORY_MODE, 0);
        }
        return generated.stat(path, stat, FILE_MODE, content(path).length);
    }

    @Override
    public OpenFile open(MountPath path, int flags) {
        if ((flags & Linux.O_ACCMODE) != 0) {
            throw new ErrnoException(Linux.EACCES);
        }
        return generated.file(path, FILE_MODE, content(path));
    }

    @Override
    public OpenFile openDirectory(MountPath path) {
        if (!isDirectory(path)) {
            throw new ErrnoException(Linux.ENOTDIR);
        }
        requireCollection(path);
        List<Generated.Entry> entries = new ArrayList<>();
        bridge.forEachId(collection(path), id -> {
            String shown = PathText.ofVector("/", id);
            byte[] name = shown.substring(shown.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8);
            if (entries.size() < LISTED_MAX && name.length <= Linux.NAME_MAX) {
                entries.add(new Generated.Entry(path.child(name), Linux.S_IFREG));
            }
        });
        return generated.directory(path, DIRECTORY_MODE, entries);
    }

    @Override
    public int unlink(MountPath path) {
        StoredVector vector = vector(path);
        bridge.delete(collection(path), vector.id(), callers.get().context());
        vectors.changed();
        return 0;
    }
}
