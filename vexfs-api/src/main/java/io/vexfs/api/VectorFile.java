package io.vexfs.api;

import java.util.Objects;

/**
 * A mounted file as the store knows it.
 *
 * @param path absolute in the store, as {@link PathText}; of several links the oldest that is left
 * @param stamp what the host file looked like when it was read
 * @param collection the collection that its vectors belong to; without any, the nearest at or above its path
 * @param rows how many vectors of it are stored
 * @param status whether they can be found, and why not
 */
public record VectorFile(String path, FileStamp stamp, String collection, int rows, FileStatus status) {
    /** Checks that nothing is missing. */
    public VectorFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(stamp, "stamp");
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(status, "status");
    }
}
