package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The settings of a collection as attributes of its directory: {@code metric}, {@code dimensions}, {@code quantization}
 * and {@code storage}, behind {@code user.vexfs.}. The first one that is set makes the directory a collection. What is
 * refused is a number to the caller and a reason in the {@link ErrorLog}.
 */
final class CollectionAttributes {
    private static final String DIMENSIONS = "dimensions";
    private static final String METRIC = "metric";
    private static final String QUANTIZATION = "quantization";
    private static final String STORAGE = "storage";
    private static final List<String> SETTINGS = List.of(METRIC, DIMENSIONS, QUANTIZATION, STORAGE);
    private static final int VALUE_BYTES_MAX = 64;

    private final Bridge bridge;
    private final VectorFiles vectors;

    CollectionAttributes(Bridge bridge, VectorFiles vectors) {
        this.bridge = bridge;
        this.vectors = vectors;
    }

    /** The value of a setting; empty for anything else, and for dimensions that nothing has fixed. */
    static Optional<String> value(CollectionInfo info, String key) {
        return switch (key) {
            case METRIC -> Optional.of(info.metric().text());
            case QUANTIZATION -> Optional.of(info.quantization().text());
            case STORAGE -> Optional.of(info.storage().text());
            case DIMENSIONS ->
                info.dimensions() == 0 ? Optional.empty() : Optional.of(Integer.toString(info.dimensions()));
            default -> Optional.empty();
        };
    }

    Optional<String> value(MountPath directory, String key) {
        return collection(directory).flatMap(info -> value(info, key));
    }

    /** Empty, too, for a directory that lies deeper than the bridge can know. */
    private Optional<CollectionInfo> collection(MountPath directory) {
        return directory.known() ? bridge.collection(directory.text()) : Optional.empty();
    }

    /** Makes a directory its own collection, or changes the one that it is. */
    void put(MountPath directory, String key, Pointer value, long size, int flags) {
        if (!SETTINGS.contains(key)) {
            throw vectors.refused(directory, notASetting(key), Linux.EPERM);
        }
        boolean there = value(directory, key).isPresent();
        if ((flags & Linux.XATTR_CREATE) != 0 && there || (flags & Linux.XATTR_REPLACE) != 0 && !there) {
            throw new ErrnoException(there ? Linux.EEXIST : Linux.ENODATA);
        }
        if (size > VALUE_BYTES_MAX) {
            String reason = key + ": expected at most " + VALUE_BYTES_MAX + " bytes, was " + size;
            throw vectors.refused(directory, reason, Linux.EINVAL);
        }
        byte[] bytes = new byte[(int) size];
        value.get(0, bytes, 0, bytes.length);
        try {
            put(directory.text(), key, new String(bytes, StandardCharsets.UTF_8).trim());
        } catch (VexfsException refused) {
            vectors.refused(directory, refused);
            throw refused;
        }
        vectors.changed();
        vectors.judgeAnew(directory);
    }

    private static String notASetting(String key) {
        return "user.vexfs." + key + " cannot be changed: expected one of " + String.join(", ", SETTINGS);
    }

    private void put(String collection, String key, String text) {
        Optional<CollectionInfo> present = bridge.collection(collection);
        CollectionSettings old = present.map(info -> new CollectionSettings(
                        info.metric(),
                        info.dimensionsSet() ? info.dimensions() : 0,
                        info.quantization(),
                        info.storage()))
                .orElse(CollectionSettings.DEFAULT);
        CollectionSettings changed =
                switch (key) {
                    case METRIC -> old.with(DistanceMetric.parse(text));
                    case QUANTIZATION -> old.with(Quantization.parse(text));
                    case STORAGE -> old.with(VectorStorage.parse(text));
                    default -> old.withDimensions(number(text));
                };
        if (present.isPresent()) {
            bridge.changeCollection(collection, changed);
        } else {
            bridge.createCollection(collection, changed);
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
    void remove(MountPath directory, String key) {
        if (!SETTINGS.contains(key)) {
            throw vectors.refused(directory, notASetting(key), Linux.EPERM);
        }
        if (collection(directory).isEmpty()) {
            throw new ErrnoException(Linux.ENODATA);
        }
        requireRemovable(directory);
        try {
            bridge.dropCollection(directory.text());
        } catch (VexfsException refused) {
            vectors.refused(directory, refused);
            throw refused;
        }
        vectors.changed();
    }

    /** Refuses with ENOTEMPTY where a directory's collection holds vectors. */
    void requireRemovable(MountPath directory) {
        Optional<CollectionInfo> holding = collection(directory).filter(info -> info.size() > 0);
        if (holding.isPresent()) {
            String reason = "collection " + directory + ": expected no vectors, was "
                    + holding.get().size();
            throw vectors.refused(directory, reason, Linux.ENOTEMPTY);
        }
    }

    /** Drops the collection of a directory that was removed. */
    void removed(MountPath directory) {
        if (!directory.root() && collection(directory).isPresent()) {
            bridge.dropCollection(directory.text());
            vectors.changed();
        }
    }
}
