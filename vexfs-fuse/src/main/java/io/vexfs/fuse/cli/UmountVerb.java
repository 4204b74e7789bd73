package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs umount}: unmounts, and returns when the process behind the mount has closed the store. */
@Command(
        name = "umount",
        aliases = "unmount",
        description = {
            "Unmount a store and wait until it is closed.",
            "Fails, and changes nothing, while something there is in use.",
            "Clears the mount that a killed process left."
        },
        footer = {"", "Example:", "  vexfs umount ./mnt"})
final class UmountVerb extends Verb {
    @Parameters(index = "0", paramLabel = "MOUNTPOINT", description = "Where the store is mounted.")
    private Path point;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for the store to be closed. Default: ${DEFAULT-VALUE}.")
    private long waitSeconds;

    @Override
    void run() throws IOException, InterruptedException {
        Path mount = MountTable.absolute(point);
        if (!MountTable.mounted(mount)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    point + ": expected a mount of VexFS, was "
                            + (Files.exists(mount) ? "not mounted" : "nothing there"));
        }
        if (MountTable.dead(mount)) {
            Unmount.detach(mount);
            out().println("cleared " + mount + ": the process behind it was gone");
            return;
        }
        Optional<MountProcess> server = MountProcess.behind(mount);
        Unmount.now(mount);
        if (server.isPresent()) {
            server.get().awaitEnd(waitSeconds);
        }
        out().println("unmounted " + mount);
    }
}
