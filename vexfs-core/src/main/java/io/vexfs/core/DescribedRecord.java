package io.vexfs.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One record of a log or a checkpoint, for a person to read.
 *
 * @param file where it is
 * @param offset of its frame in the file; 0 for the parts of a checkpoint
 * @param sequence its number in the log, or the log sequence that the checkpoint stands for
 * @param kind what it is, such as {@code vectors-put}; {@code damage} for bytes that are no record
 * @param collection the number of the collection that it is about
 * @param ids the ids of vectors, {@code inode#row} for those of files
 * @param detail the rest of what it says
 */
public record DescribedRecord(
        Path file, long offset, long sequence, String kind, OptionalInt collection, List<String> ids, String detail) {
    /** Copies the list. */
    public DescribedRecord {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(detail, "detail");
        ids = List.copyOf(ids);
    }
}
