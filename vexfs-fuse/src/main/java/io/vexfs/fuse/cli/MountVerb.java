package io.vexfs.fuse.cli;

import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import io.vexfs.fuse.Ownership;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs mount}: shows a store as a directory, in the background unless told otherwise. */
@Command(
        name = "mount",
        description = {
            "Show a store as a directory; make it, if it is missing.",
            "Returns when the mount answers, or fails with the reason.",
            "What the background process logs goes to STORE/vexfs.log."
        },
        footer = {
            "",
            "Example:",
            "  mkdir mnt && vexfs mount ./store ./mnt",
            "  echo '0.1 0.2 0.3' > mnt/a.vec && ls mnt/.search/like=a.vec,k=5/",
            "  vexfs umount ./mnt",
        })
final class MountVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(index = "1", paramLabel = "MOUNTPOINT", description = "An empty directory.")
    private Path point;

    @Option(names = "--foreground", description = "Stay in the foreground and log to the terminal; Ctrl-C unmounts.")
    private boolean foreground;

    @Option(names = "--read-only", description = "Refuse all writes.")
    private boolean readOnly;

    @Option(
            names = "--allow-other",
            description = "Let other users in; modes decide what they may do. A new mount's root has 0700.")
    private boolean allowOther;

    @Option(
            names = "--strict",
            description = "Never cache attributes: the names of a hard link agree at once, path operations cost more.")
    private boolean strict;

    @Option(
            names = "--no-passthrough",
            description =
                    "Answer every read and write here, so that each is counted, rather than let the kernel do it.")
    private boolean noPassthrough;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that answer the kernel. Default: 8.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private Shown shown;

    @Option(
            names = "-o",
            split = ",",
            paramLabel = "OPTION",
            description = "ro, allow_other, strict, no_passthrough, uid=, gid=, umask=, or an option of libfuse.")
    private List<String> options = new ArrayList<>();

    @Mixin
    private Options.WriteSafety safety;

    @Mixin
    private Options.Monitored monitored;

    @Override
    void run() throws IOException, InterruptedException {
        boolean noWrites = options.remove("ro") || readOnly;
        boolean others = options.remove("allow_other") || allowOther;
        boolean uncached = options.remove("strict") || strict;
        boolean answered = options.remove("no_passthrough") || noPassthrough;
        options.remove("rw");
        options.remove("passthrough");
        Ownership ownership = shown.ownership(options);
        Path absoluteStore = store.toAbsolutePath().normalize();
        Path mount = MountPoint.require(point, absoluteStore, this::note);
        MountPlan plan = new MountPlan(
                absoluteStore,
                mount,
                noWrites,
                others,
                uncached,
                !answered,
                threads.map(OptionalInt::of).orElse(OptionalInt.empty()),
                ownership,
                options,
                safety.durability,
                monitored.choice());
        if (foreground) {
            MountServer.serve(plan, () -> out().println(now() + " mounted " + absoluteStore + " at " + mount));
            out().println(now() + " closed " + absoluteStore);
        } else {
            if (!Vexfs.isStore(absoluteStore)) {
                // Made here, because the child's log needs a place in it.
                Stores.open(absoluteStore, VexfsConfig.DEFAULT).close();
            }
            long pid = MountChild.start(plan, this::note);
            out().println("mounted " + absoluteStore + " at " + mount + " (process " + pid + ")");
        }
    }

    /** The log of a store tells several mounts apart by it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
