package io.vexfs.testkit.model;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mounted file: its names, oldest first, and its rows. */
final class MemoryFile {
    final Set<NameNode> names = new LinkedHashSet<>();
    FileStamp stamp;
    FileStatus status;
    List<VectorRow> rows;
    MemoryCollection collection;

    MemoryFile(FileStamp stamp, FileStatus status, MemoryCollection collection) {
        this.stamp = stamp;
        this.status = status;
        this.rows = List.of();
        this.collection = collection;
    }

    NameNode oldestName() {
        return names.iterator().next();
    }

    String path() {
        return oldestName().path();
    }

    String rowId(int row) {
        return rows.size() == 1 ? path() : path() + "#" + row;
    }

    StoredVector row(int row) {
        VectorRow found = rows.get(row);
        return new StoredVector(rowId(row), found.vector(), found.metadata());
    }

    /** The row of that text; row 0 where no row is named. */
    Optional<Integer> rowNumber(String text) {
        if (text.isEmpty()) {
            return rows.isEmpty() ? Optional.empty() : Optional.of(0);
        }
        if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int row = Integer.parseInt(text);
        return row < rows.size() ? Optional.of(row) : Optional.empty();
    }

    /** Without rows a file is in no collection, and is shown under the one above it. */
    VectorFile view() {
        MemoryCollection shown = rows.isEmpty() ? oldestName().nearestCollection() : collection;
        return new VectorFile(path(), stamp, shown.name(), rows.size(), status);
    }
}
