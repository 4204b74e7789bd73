package io.vexfs.fuse;

/** Which room a name belongs to. Everything that is not generated is the host's. */
final class Rooms {
    private final Room host;
    private final Room control;
    private final Room queryDirectories;
    private final Room results;
    private final Room storedVectors;
    private final boolean readOnly;

    /**
     * The rooms of a mount.
     *
     * @param readOnly whether nothing may be changed; said here and not to the kernel, which would then not let anybody
     *     write a request to {@code /.vexfs/search} either
     */
    Rooms(Room host, Room control, Room queryDirectories, Room results, Room storedVectors, boolean readOnly) {
        this.readOnly = readOnly;
        this.host = host;
        this.control = control;
        this.queryDirectories = queryDirectories;
        this.results = results;
        this.storedVectors = storedVectors;
    }

    Room of(MountPath path) {
        if (path.component(ControlFiles.DIRECTORY) == 0) {
            return control;
        }
        if (path.component(QueryDirectories.DIRECTORY) >= 0) {
            return queryDirectories;
        }
        if (path.component(StoredVectors.DIRECTORY) >= 0) {
            return storedVectors;
        }
        return path.nameEndsWith(QueryFiles.RESULTS_SUFFIX) ? results : host;
    }

    /** Refuses with EROFS what a read-only mount does not let change: everything but a request for a search. */
    void requireWritable(MountPath path) {
        if (readOnly && !ControlFiles.search(path)) {
            throw new ErrnoException(Linux.EROFS);
        }
    }

    /** The room of both names, to be changed; nothing can move between rooms. */
    Room ofBoth(MountPath one, MountPath other) {
        requireWritable(other);
        Room room = of(one);
        if (room != of(other)) {
            throw new ErrnoException(Linux.EPERM);
        }
        return room;
    }
}
