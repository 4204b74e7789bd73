package io.vexfs.core.internal.catalog;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.VectorFile;
import java.util.ArrayList;
import java.util.List;

/** A file that the store knows: its names and what was read from it. Guarded by the catalog's lock. */
public final class FileEntry {
    private final List<Node> names = new ArrayList<>(1);
    private FileStamp stamp;
    private FileStatus status;
    private int collection;
    private int rows;

    FileEntry(FileStamp stamp, FileStatus status, int collection, int rows) {
        this.stamp = stamp;
        this.status = status;
        this.collection = collection;
        this.rows = rows;
    }

    void read(FileStamp newStamp, FileStatus newStatus, int newCollection, int newRows) {
        stamp = newStamp;
        status = newStatus;
        collection = newCollection;
        rows = newRows;
    }

    /** Its names, oldest first; never empty while it is in the catalog. */
    public List<Node> names() {
        return names;
    }

    /** What the host file looked like when it was read. */
    public FileStamp stamp() {
        return stamp;
    }

    /** Whether its vectors can be found. */
    public FileStatus status() {
        return status;
    }

    /** The number of the collection that holds its vectors. */
    public int collection() {
        return collection;
    }

    /** How many vectors of it are stored. */
    public int rows() {
        return rows;
    }

    /** Its oldest name that is left. */
    public String path() {
        return names.get(0).path();
    }

    /** The shown id of one of its rows: the path, with {@code #row} where there are more. */
    public String shownId(int row) {
        return rows == 1 ? path() : path() + "#" + row;
    }

    VectorFile shown(String collectionName) {
        return new VectorFile(path(), stamp, collectionName, rows, status);
    }
}
