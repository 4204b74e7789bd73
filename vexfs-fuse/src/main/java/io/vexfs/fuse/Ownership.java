package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * To whom everything in a mount seems to belong, and with which modes, whatever the host's files say. Immutable.
 *
 * @param user the owner of everything; empty for each file's own
 * @param group the group of everything; empty for each file's own
 * @param umask permission bits that nothing has, while everything has the others; empty for each file's own mode
 */
public record Ownership(OptionalInt user, OptionalInt group, OptionalInt umask) {
    /** Each file's own. */
    public static final Ownership NONE = new Ownership(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    private static final int PERMISSIONS = 0777;

    /** Checks the ranges. */
    public Ownership {
        requireRange("uid", user, Integer.MAX_VALUE);
        requireRange("gid", group, Integer.MAX_VALUE);
        requireRange("umask", umask, PERMISSIONS);
    }

    private static void requireRange(String name, OptionalInt value, int max) {
        if (value.isPresent() && (value.getAsInt() < 0 || value.getAsInt() > max)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected 0 to " + max + ", was " + value.getAsInt());
        }
    }

    /** What libfuse is told. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        user.ifPresent(id -> options.add("uid=" + id));
        group.ifPresent(id -> options.add("gid=" + id));
        umask.ifPresent(bits -> options.add("umask=" + Integer.toOctalString(bits)));
        return options;
    }

    /** The owner of a file as the mount shows it. */
    int user(int own) {
        return user.orElse(own);
    }

    /** The group of a file as the mount shows it. */
    int group(int own) {
        return group.orElse(own);
    }

    /** The mode of a file as the mount shows it. */
    int mode(int own) {
        return umask.isEmpty() ? own : own & Linux.S_IFMT | PERMISSIONS & ~umask.getAsInt();
    }

    /** Who a caller must be to own the mount. */
    Caller owner(Caller process) {
        return new Caller(user(process.user()), group(process.group()), process.process());
    }
}
