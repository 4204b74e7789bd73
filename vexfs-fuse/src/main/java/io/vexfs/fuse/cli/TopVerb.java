package io.vexfs.fuse.cli;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
            "the operations that took most time, memory, alerts, errors. Ends with q or Ctrl-C, or with the mount.",
            "Where the output is no terminal, each screen follows the one before."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs top ./mnt",
            "  vexfs top ./mnt --interval 10 --count 6 > minute.txt",
            "  vexfs top ./mnt --once"
        })
final class TopVerb extends Verb {
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

    @Option(names = "--once", description = "One screen, as --count 1: rates are those of the last minute.")
    private boolean once;

    @Override
    void run() throws Exception {
        if (interval < 1 || interval > SECONDS_MAX) {
            throw new UsageException("--interval: expected 1 to " + SECONDS_MAX + ", was " + interval);
        }
        if (count < 0) {
            throw new UsageException("--count: expected 0 or more, was " + count);
        }
        Path mount = Stores.mountOf(place)
                .orElseThrow(() -> new UsageException(place + ": expected a mount, was a store that is not mounted"));
        int screens = once ? 1 : count == 0 ? Integer.MAX_VALUE : count;
        Optional<Terminal> terminal = once ? Optional.empty() : Terminal.attached(out());
        boolean mounted;
        try {
            mounted = show(mount, screens, terminal);
        } finally {
            terminal.ifPresent(Terminal::close);
        }
        if (!mounted) {
            note(mount + " is not mounted any more");
        }
    }

    /** Whether it was still mounted at the end. */
    private boolean show(Path mount, int screens, Optional<Terminal> terminal)
            throws IOException, InterruptedException {
        MountDoor door = new MountDoor(mount);
        CountDownLatch never = new CountDownLatch(1);
        @Nullable MountLook before = null;
        for (int shown = 0; shown < screens; shown++) {
            if (shown > 0) {
                if (terminal.isPresent() && terminal.get().quit(interval)) {
                    return true;
                }
                if (terminal.isEmpty()) {
                    never.await(interval, TimeUnit.SECONDS);
                }
            }
            MountLook look;
            try {
                if (!MountTable.mounted(mount)) {
                    return false;
                }
                look = MountLook.at(door);
            } catch (IOException | VexfsException failure) {
                // Taken away while it was looked at.
                if (MountTable.mounted(mount) && MountTable.answers(mount)) {
                    throw failure;
                }
                return false;
            }
            List<String> lines = look.screen(mount.toString(), Optional.ofNullable(before));
            if (terminal.isPresent()) {
                terminal.get().show(lines);
            } else {
                out().print(shown == 0 ? "" : "\n");
                lines.forEach(out()::println);
                out().flush();
            }
            before = look;
        }
        return true;
    }
}
