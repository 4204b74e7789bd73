package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
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
    private static final long TICK_MILLIS = 20;

    @Parameters(index = "0", paramLabel = "MOUNTPOINT", description = "Where the store is mounted.")
    private Path point;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait for the store to be closed. Default: ${DEFAULT-VALUE}.")
    private long waitSeconds;

    /** The process behind a mount, and the store that it holds. */
    private record Server(ProcessHandle process, Path store) {}

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
        Optional<Server> server = server(mount);
        Unmount.now(mount);
        if (server.isPresent()) {
            awaitClosed(server.get(), mount);
        }
        out().println("unmounted " + mount);
    }

    private static Optional<Server> server(Path mount) {
        try {
            Map<String, @Nullable Object> status = JsonText.parseObject(new MountDoor(mount).status(), "status.json");
            if (status.get("pid") instanceof Number pid && status.get("store") instanceof String store) {
                return ProcessHandle.of(pid.longValue()).map(process -> new Server(process, Path.of(store)));
            }
        } catch (IOException | VexfsException e) {
            // Another user's mount, whose status may not be read: it can be unmounted all the same.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Closed is when the store's lock is free: a program that embeds a mount may live on. */
    private void awaitClosed(Server server, Path mount) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        while (server.process().isAlive() && Vexfs.holder(server.store()).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                throw new VexfsException(
                        FuseVexfsError.TIMED_OUT,
                        mount + " is unmounted, but process " + server.process().pid() + " has not closed "
                                + server.store() + " within " + waitSeconds + " s; see its vexfs.log");
            }
            try {
                server.process().onExit().get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // Still running: look at the lock again.
                continue;
            }
        }
    }
}
