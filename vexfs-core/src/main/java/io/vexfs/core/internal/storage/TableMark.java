package io.vexfs.core.internal.storage;

import java.util.List;
import java.util.Optional;

/**
 * What a collection's table was at a clean close; it is trusted only if it still is.
 *
 * @param collection the collection's number
 * @param size vectors in it
 * @param liveBytes bytes of these vectors with their keys and metadata
 * @param volumes its volumes, oldest first
 * @param rows the file of its vectors, if they are mapped
 */
public record TableMark(
        int collection, long size, long liveBytes, List<VolumeMark> volumes, Optional<VolumeMark> rows) {
    /** A table whose vectors are on the heap. */
    TableMark(int collection, long size, long liveBytes, List<VolumeMark> volumes) {
        this(collection, size, liveBytes, volumes, Optional.empty());
    }

    /** Copies the list. */
    public TableMark {
        volumes = List.copyOf(volumes);
    }

    /** The same with the file of its vectors. */
    public TableMark with(Optional<VolumeMark> file) {
        return new TableMark(collection, size, liveBytes, volumes, file);
    }
}
