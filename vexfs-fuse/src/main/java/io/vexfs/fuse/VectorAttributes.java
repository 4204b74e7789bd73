package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The generated attributes {@code user.vexfs.*}: a file's {@code status}, {@code id}, {@code dimensions},
 * {@code metric}, {@code quantization} and {@code storage}; a collection's last four of these, which can be set. They are readable but not
 * listed, so that copies with attributes do not carry them along.
 */
final class VectorAttributes {
    private static final String PREFIX = "user.vexfs.";
    private static final String STATUS = "status";
    private static final String ID = "id";
    private static final String DIMENSIONS = "dimensions";
    private static final String METRIC = "metric";
    private static final String QUANTIZATION = "quantization";
    private static final String STORAGE = "storage";
    private static final int VALUE_BYTES_MAX = 64;

    private final Bridge bridge;
    private final HostFiles host;
    private final VectorFiles vectors;
    private final OpenFiles open;

    VectorAttributes(Bridge bridge, HostFiles host, VectorFiles vectors, OpenFiles open) {
        this.bridge = bridge;
        this.host = host;
        this.vectors = vectors;
        this.open = open;
    }

    static boolean ours(Pointer name) {
        return text(name).startsWith(PREFIX);
    }

    private static String text(Pointer name) {
        byte[] bytes = new byte[name.indexOf(0, (byte) 0)];
        name.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String key(Pointer name) {
        return text(name).substring(PREFIX.length());
    }

    int read(MountPath path, Pointer name, Pointer value, long size) {
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(path, stat));
        Optional<String> text = Stat.directory(stat)
                ? ofDirectory(path, key(name))
                : ofFile(path, key(name), Stat.regular(stat), Stat.size(stat));
        byte[] bytes = text.orElseThrow(() -> new ErrnoException(Linux.ENODATA)).getBytes(StandardCharsets.UTF_8);
        if (size == 0) {
            return bytes.length;
        }
        if (size < bytes.length) {
            return -Linux.ERANGE;
        }
        value.put(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    private Optional<String> ofDirectory(MountPath path, String key) {
        return bridge.collection(path.text()).flatMap(info -> ofCollection(info, key));
    }

    private static Optional<String> ofCollection(CollectionInfo info, String key) {
        return switch (key) {
            case METRIC -> Optional.of(info.metric().text());
            case QUANTIZATION -> Optional.of(info.quantization().text());
            case STORAGE -> Optional.of(info.storage().text());
            case DIMENSIONS ->
                info.dimensions() == 0 ? Optional.empty() : Optional.of(Integer.toString(info.dimensions()));
            default -> Optional.empty();
        };
    }

    private Optional<String> ofFile(MountPath path, String key, boolean regular, long size) {
        if (!regular || !vectors.holdsVectors(path)) {
            return Optional.empty();
        }
        Optional<VectorFile> known = vectors.known(path);
        return switch (key) {
            case STATUS -> Optional.of(status(path, known, size).text());
            case ID -> known.filter(file -> file.rows() > 0).map(VectorFile::path);
            default ->
                bridge.collection(bridge.files().collectionOf(path.text())).flatMap(info -> ofCollection(info, key));
        };
    }

    private FileStatus status(MountPath path, Optional<VectorFile> known, long size) {
        boolean[] unread = {vectors.pending().contains(path)};
        open.forEach(file -> unread[0] |= file instanceof HostFile each
                && each.unread()
                && host.path(each.descriptor()).equals(path));
        if (unread[0]) {
            return FileStatus.PENDING;
        }
        return known.map(VectorFile::status)
                .orElseGet(() -> size == 0
                        ? new FileStatus(FileStatus.Kind.INVALID, "expected a vector, was an empty file")
                        : FileStatus.PENDING);
    }

    /** Makes a directory its own collection, or changes the one that it is. */
    int put(MountPath path, Pointer name, Pointer value, long size) {
        requireDirectory(path);
        if (size > VALUE_BYTES_MAX) {
            return -Linux.EINVAL;
        }
        byte[] bytes = new byte[(int) size];
        value.get(0, bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8).trim();
        Optional<CollectionInfo> present = bridge.collection(path.text());
        CollectionSettings old = present.map(info -> new CollectionSettings(
                        info.metric(),
                        info.dimensionsSet() ? info.dimensions() : 0,
                        info.quantization(),
                        info.storage()))
                .orElse(CollectionSettings.DEFAULT);
        try {
            CollectionSettings changed =
                    switch (key(name)) {
                        case METRIC -> old.with(DistanceMetric.parse(text));
                        case DIMENSIONS -> old.withDimensions(number(text));
                        case QUANTIZATION -> old.with(Quantization.parse(text));
                        case STORAGE -> old.with(VectorStorage.parse(text));
                        default -> throw new ErrnoException(Linux.EPERM);
                    };
            if (present.isPresent()) {
                bridge.changeCollection(path.text(), changed);
            } else {
                bridge.createCollection(path.text(), changed);
            }
        } catch (VexfsException refused) {
            vectors.refused(path, refused);
            throw refused;
        }
        vectors.changed();
        vectors.judgeAnew(path);
        return 0;
    }

    private void requireDirectory(MountPath path) {
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(path, stat));
        if (!Stat.directory(stat)) {
            throw new ErrnoException(Linux.EPERM);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "dimensions: expected a number, was '" + text + "'", wrong);
        }
    }

    /** Makes a directory an ordinary one again, if its collection is empty. */
    int remove(MountPath path, Pointer name) {
        if (!List.of(METRIC, DIMENSIONS, QUANTIZATION, STORAGE).contains(key(name))) {
            return -Linux.EPERM;
        }
        requireDirectory(path);
        if (bridge.collection(path.text()).isEmpty()) {
            return -Linux.ENODATA;
        }
        requireRemovable(path);
        bridge.dropCollection(path.text());
        vectors.changed();
        return 0;
    }

    /** Refuses with ENOTEMPTY where a directory's collection holds vectors. */
    void requireRemovable(MountPath path) {
        if (bridge.collection(path.text()).filter(info -> info.size() > 0).isPresent()) {
            throw new ErrnoException(Linux.ENOTEMPTY);
        }
    }

    /** Drops the collection of a directory that was removed. */
    void removed(MountPath path) {
        if (!path.root() && bridge.collection(path.text()).isPresent()) {
            bridge.dropCollection(path.text());
            vectors.changed();
        }
    }
}
