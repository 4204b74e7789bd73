package io.vexfs.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The vectors of a frontend's files: each file's rows are one unit, follow the file's names, and belong to the nearest
 * collection above it. Paths are absolute and in the form of {@link PathText}. Safe from many threads; calls about the
 * same file must not overlap.
 */
public interface FileVectors {
    /**
     * Stores the rows of a file in place of what was stored for it (by {@link FileStamp#fileId()}), and makes
     * {@code path} one of its names. If another file had that name, it loses it.
     *
     * @param fixesDimensions whether these rows may fix the dimensions of a collection that has none; also true when the
     *     collection's dimensions were fixed by this file alone
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR}
     *     (nothing is changed), {@link FuseVexfsError#NO_SPACE}, {@link FuseVexfsError#READ_ONLY}
     */
    VectorFile index(
            String path, FileStamp stamp, List<VectorRow> rows, boolean fixesDimensions, OperationContext context);

    /**
     * Notes why a file's vectors cannot be found. Its old vectors are removed, unless the status is
     * {@link FileStatus.Kind#CONFLICT}, which keeps them.
     */
    VectorFile refuse(String path, FileStamp stamp, FileStatus status, OperationContext context);

    /** Makes {@code added} another name of the file at {@code existing}; nothing if that is not known. */
    void link(String existing, String added, OperationContext context);

    /**
     * Takes a name away, of a directory every file's name below it; with its last name a file's vectors go. False if
     * there was none.
     */
    boolean remove(String path, OperationContext context);

    /**
     * Renames a file or a directory, replacing what {@code to} named. Costs the same however much lies below a
     * directory. Vectors stay in the collection they are in; where {@link #collectionOf} now says another, the frontend
     * indexes the file again.
     */
    void move(String from, String to, OperationContext context);

    /** The file of that name. */
    Optional<VectorFile> file(String path);

    /** The file of that id. */
    Optional<VectorFile> file(long fileId);

    /** The name of the nearest collection at or above a path. */
    String collectionOf(String path);

    /** Gives each known file at or below a directory to {@code action}, in no order. */
    void forEachBelow(String directory, Consumer<VectorFile> action);
}
