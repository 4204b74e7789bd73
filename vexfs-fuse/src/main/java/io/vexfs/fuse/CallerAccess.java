package io.vexfs.fuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import jnr.ffi.Pointer;

/**
 * What a caller could open, by owner, groups and mode of a file and of every directory above it, as the kernel would
 * decide it for the mount.
 */
final class CallerAccess {
    private static final int READ = 4;
    private static final int SEARCH = 1;
    private static final String GROUPS = "Groups:";

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
        Set<Integer> groups = groups(caller);
        Map<MountPath, Boolean> directories = new HashMap<>();
        return path -> readable(path, caller, groups, directories);
    }

    private boolean readable(MountPath path, Caller caller, Set<Integer> groups, Map<MountPath, Boolean> directories) {
        int stored = path.component(StoredVectors.DIRECTORY);
        if (stored >= 0) {
            return searchable(path.above(stored), caller, groups, directories);
        }
        return searchable(path.parent(), caller, groups, directories) && allowed(path, READ, caller, groups);
    }

    /** Not by recursion: a path may have 2,047 directories, which would be more stack than an operation has. */
    private boolean searchable(
            MountPath directory, Caller caller, Set<Integer> groups, Map<MountPath, Boolean> directories) {
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

    private boolean allowed(MountPath path, int bit, Caller caller, Set<Integer> groups) {
        Pointer stat = Scratch.current().stat;
        if (host.stat(path, stat) < 0) {
            return false;
        }
        int mode = ownership.mode(Stat.mode(stat));
        if (ownership.user(Stat.user(stat)) == caller.user()) {
            return (mode >> 6 & bit) != 0;
        }
        return (groups.contains(ownership.group(Stat.group(stat))) ? mode >> 3 & bit : mode & bit) != 0;
    }

    private static Set<Integer> groups(Caller caller) {
        Set<Integer> groups = new HashSet<>();
        groups.add(caller.group());
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Integer.toString(caller.process()), "status"))) {
                if (line.startsWith(GROUPS)) {
                    for (String word : line.substring(GROUPS.length()).strip().split("\\s+")) {
                        if (!word.isEmpty()) {
                            groups.add(Integer.parseUnsignedInt(word));
                        }
                    }
                }
            }
        } catch (IOException gone) {
            // The caller's process ended, or is in a namespace of its own: its first group is all that is known.
            return groups;
        }
        return groups;
    }
}
