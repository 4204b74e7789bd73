package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Takes mounts away with the machine's own tools, as a user without rights may. */
final class Unmount {
    private static final Path ANYWHERE = Path.of("/");

    private Unmount() {}

    /** Unmounts, or fails with {@code IN_USE} while something in it is open. */
    static void now(Path point) throws IOException, InterruptedException {
        Programs.Outcome outcome = Programs.run(ANYWHERE, command(point, false));
        if (outcome.exitCode() == 0) {
            return;
        }
        String why = outcome.output().strip();
        if (why.endsWith("busy") || why.endsWith("busy.")) {
            throw new VexfsException(
                    FuseVexfsError.IN_USE,
                    point + " is busy: a process has a file or its working directory there ('fuser -vm " + point
                            + "' shows which); nothing was unmounted");
        }
        throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, point + " could not be unmounted: " + why);
    }

    /** Takes a mount out of the tree at once, even if something is open there or its process is gone. */
    static void detach(Path point) throws IOException, InterruptedException {
        Programs.Outcome outcome = Programs.run(ANYWHERE, command(point, true));
        if (outcome.exitCode() != 0) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR,
                    point + " could not be detached: " + outcome.output().strip());
        }
    }

    private static List<String> command(Path point, boolean lazy) {
        String name = point.toString();
        if (Programs.present("fusermount")) {
            return List.of("fusermount", lazy ? "-uz" : "-u", "--", name);
        }
        return lazy ? List.of("umount", "-l", "--", name) : List.of("umount", "--", name);
    }
}
