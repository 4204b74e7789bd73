package io.vexfs.fuse;

/** Which room a name belongs to. Everything that is not generated is the host's. */
final class Rooms {
    private final Room host;
    private final Room control;
    private final Room queryDirectories;
    private final Room results;
    private final Room storedVectors;

    Rooms(Room host, Room control, Room queryDirectories, Room results, Room storedVectors) {
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

    /** The room of both names; nothing can move between rooms. */
    Room ofBoth(MountPath one, MountPath other) {
        Room room = of(one);
        if (room != of(other)) {
            throw new ErrnoException(Linux.EPERM);
        }
        return room;
    }
}
