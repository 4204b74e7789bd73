package io.vexfs.core.internal.log;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import java.util.Objects;

/**
 * A mounted file as the log tells it.
 *
 * @param node the oldest of its names in the tree of names
 * @param stamp what the host file looked like when it was read; holds the file id
 * @param status whether its vectors can be found
 * @param collection the number of the collection that its vectors belong to
 * @param rows how many vectors of it are stored
 */
public record VectorFileState(int node, FileStamp stamp, FileStatus status, int collection, int rows) {
    /** Checks that nothing is missing. */
    public VectorFileState {
        Objects.requireNonNull(stamp, "stamp");
        Objects.requireNonNull(status, "status");
        if (rows < 0) {
            throw new IllegalArgumentException("rows: expected 0 or more, was " + rows);
        }
    }

    /** The file's id: its inode number. */
    public long fileId() {
        return stamp.fileId();
    }
}
