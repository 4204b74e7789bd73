package io.vexfs.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files that are to be read for vectors at some moment, by name. */
final class PendingFiles {
    /** How long a file rests after its last write before it is read without being asked. */
    static final long REST_NANOS = 1_000_000_000L;

    private static final long FAILURE_NANOS = 10 * REST_NANOS;

    private final ConcurrentHashMap<MountPath, Long> due = new ConcurrentHashMap<>();

    void addNow(MountPath path) {
        due.put(path, System.nanoTime());
    }

    void addLater(MountPath path) {
        due.put(path, System.nanoTime() + REST_NANOS);
    }

    /** For a file that could not be read or stored for a reason that may pass, such as a full disk. */
    void addAfterFailure(MountPath path) {
        due.put(path, System.nanoTime() + FAILURE_NANOS);
    }

    void remove(MountPath path) {
        due.remove(path);
    }

    /** Forgets a directory's files. */
    void removeBelow(MountPath directory) {
        due.keySet().removeIf(path -> path.within(directory));
    }

    boolean contains(MountPath path) {
        return due.containsKey(path);
    }

    /** Follows a rename of a file or directory. */
    void renamed(MountPath from, MountPath to) {
        for (Map.Entry<MountPath, Long> entry : due.entrySet()) {
            if (entry.getKey().within(from)) {
                due.remove(entry.getKey());
                due.put(entry.getKey().renamed(from, to), entry.getValue());
            }
        }
    }

    /** The names whose moment has come; with {@code all}, every one. Each stays until it is read, so that a rename meanwhile is followed. */
    List<MountPath> due(boolean all) {
        long now = System.nanoTime();
        List<MountPath> found = new ArrayList<>();
        due.forEach((path, at) -> {
            if (all || at - now <= 0) {
                found.add(path);
            }
        });
        return found;
    }
}
