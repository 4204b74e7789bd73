package io.vexfs.core.internal.storage;

import java.util.List;

/**
 * What a collection's table was at a clean close; it is trusted only if it still is.
 *
 * @param collection the collection's number
 * @param size vectors in it
 * @param liveBytes bytes of these vectors with their keys and metadata
 * @param volumes its volumes, oldest first
 */
public record TableMark(int collection, long size, long liveBytes, List<VolumeMark> volumes) {
    /** Copies the list. */
    public TableMark {
        volumes = List.copyOf(volumes);
    }
}
