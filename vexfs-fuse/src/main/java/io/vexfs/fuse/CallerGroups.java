package io.vexfs.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The groups that a caller is in, as far as the kernel tells.
 *
 * @param known those that it is in for certain
 * @param complete whether it is in no others
 */
record CallerGroups(Set<Integer> known, boolean complete) {
    private static final String GROUPS = "Groups:";

    CallerGroups {
        known = Set.copyOf(known);
    }

    static CallerGroups of(Caller caller) {
        if (caller.user() == 0) {
            // Root is asked for nothing.
            return new CallerGroups(Set.of(), true);
        }
        return read(caller.group(), Path.of("/proc", Integer.toString(caller.process()), "status"));
    }

    /** The first group and those of a process's status, which may begin with a name of any bytes. */
    static CallerGroups read(int first, Path status) {
        Set<Integer> groups = new HashSet<>();
        groups.add(first);
        boolean complete = false;
        try {
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(GROUPS)) {
                    for (String word : line.substring(GROUPS.length()).strip().split("\\s+")) {
                        if (!word.isEmpty()) {
                            groups.add(Integer.parseUnsignedInt(word));
                        }
                    }
                    complete = true;
                }
            }
        } catch (IOException | NumberFormatException gone) {
            // The caller's process ended, or is in a namespace of its own: its first group is all that is known.
            return new CallerGroups(groups, false);
        }
        return new CallerGroups(groups, complete);
    }

    /**
     * What a file's mode lets somebody do who is not its owner. Whoever may be in the file's group or not gets only what
     * both let: a group's bits can be fewer than everybody's.
     */
    int bits(int mode, int group) {
        if (known.contains(group)) {
            return mode >> 3;
        }
        return complete ? mode : mode & mode >> 3;
    }
}
