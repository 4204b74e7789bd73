package io.vexfs.fuse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import jnr.ffi.Pointer;

/**
 * What a caller could open, by owner, groups and mode of a file and of every directory above it, as the kernel would
 * decide it for the mount.
 */
final class CallerAccess {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int SEARCH = 1;

    private final HostFiles host;
    private final Ownership ownership;

    CallerAccess(HostFiles host, Ownership ownership) {
        this.host = host;
        this.ownership = ownership;
    }

    /** Whether the caller could read a file; each directory is asked for once for each predicate, and none for root. */
    Predicate<MountPath> sight(Caller caller) {
        if (caller.user() == 0) {
            return path -> true;
        }
        CallerGroups groups = CallerGroups.of(caller);
        Map<MountPath, Boolean> directories = new HashMap<>();
        return path -> readable(path, caller, groups, directories);
    }

    /** Whether the caller owns the file of these attributes, as far as changing them goes. */
    boolean owns(Caller caller, Pointer stat) {
        return caller.user() == 0 || ownership.user(Stat.user(stat)) == caller.user();
    }

    /** Whether the caller could write to the file of these attributes, if it came to it. */
    boolean writable(Caller caller, Pointer stat) {
        return caller.user() == 0 || allowed(stat, WRITE, caller, CallerGroups.of(caller));
    }

    private boolean readable(MountPath path, Caller caller, CallerGroups groups, Map<MountPath, Boolean> directories) {
        int stored = path.component(StoredVectors.DIRECTORY);
        if (stored >= 0) {
            return searchable(path.above(stored), caller, groups, directories);
        }
        return searchable(path.parent(), caller, groups, directories) && allowed(path, READ, caller, groups);
    }

    /** Not by recursion: a path may have 2,047 directories, which would be more stack than an operation has. */
    private boolean searchable(
            MountPath directory, Caller caller, CallerGroups groups, Map<MountPath, Boolean> directories) {
        Deque<MountPath> unknown = new ArrayDeque<>();
        MountPath above = directory;
        while (!directories.containsKey(above)) {
            unknown.push(above);
            if (above.root()) {
                break;
            }
            above = above.parent();
        }
        boolean searchable = directories.getOrDefault(above, true);
        while (!unknown.isEmpty()) {
            MountPath next = unknown.pop();
            searchable = searchable && allowed(next, SEARCH, caller, groups);
            directories.put(next, searchable);
        }
        return searchable;
    }

    private boolean allowed(MountPath path, int bit, Caller caller, CallerGroups groups) {
        Pointer stat = Scratch.current().stat;
        return host.stat(path, stat) >= 0 && allowed(stat, bit, caller, groups);
    }

    private boolean allowed(Pointer stat, int bit, Caller caller, CallerGroups groups) {
        int mode = ownership.mode(Stat.mode(stat));
        if (ownership.user(Stat.user(stat)) == caller.user()) {
            return (mode >> 6 & bit) != 0;
        }
        return (groups.bits(mode, ownership.group(Stat.group(stat))) & bit) != 0;
    }
}
