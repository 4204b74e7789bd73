package io.vexfs.fuse.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs top}: what a mount is doing, again and again. */
@Command(
        name = "top",
        description = {
            "Show what a mount is doing, every few seconds: rates since the last time, percentiles since the mount,",
            "the operations that took most time, memory, alerts, errors. Ends with Ctrl-C, or with the mount."
        },
        footer = {"", "Examples:", "  vexfs top ./mnt", "  vexfs top ./mnt --interval 10 --count 6 > minute.txt"})
final class TopVerb extends Verb {
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final int SECONDS_MAX = 3_600;

    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "A mount, or the store that is mounted.")
    private Path place;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Seconds between two screens, 1 to 3600. Default: ${DEFAULT-VALUE}.")
    private int interval;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "End after N screens; 0 never.")
    private int count;

    @Override
    void run() throws Exception {
        if (interval < 1 || interval > SECONDS_MAX) {
            throw new UsageException("--interval: expected 1 to " + SECONDS_MAX + ", was " + interval);
        }
        Path mount = Stores.mountOf(place)
                .orElseThrow(() -> new UsageException(place + ": expected a mount, was a store that is not mounted"));
        MountDoor door = new MountDoor(mount);
        boolean terminal = System.console() != null;
        CountDownLatch never = new CountDownLatch(1);
        @Nullable MountLook before = null;
        for (int shown = 0; count == 0 || shown < count; shown++) {
            if (shown > 0) {
                never.await(interval, TimeUnit.SECONDS);
                if (!MountTable.mounted(mount)) {
                    note(mount + " is not mounted any more");
                    return;
                }
            }
            MountLook look = MountLook.at(door);
            out().print(terminal ? CLEAR : shown == 0 ? "" : "\n");
            look.screen(mount.toString(), Optional.ofNullable(before)).forEach(out()::println);
            out().flush();
            before = look;
        }
    }
}
