package io.vexfs.fuse.cli;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The directory that the demo works in, and what must be taken away when it ends, in whatever way. */
final class DemoPlace {
    private static final long END_SECONDS = 60;

    private final Path work;
    private final boolean kept;
    private volatile boolean cleared;

    /** A place at an absolute path; {@code kept} if it stays when the demo is over. */
    DemoPlace(Path work, boolean kept) {
        this.work = work;
        this.kept = kept;
    }

    Path work() {
        return work;
    }

    Path mount() {
        return work.resolve("mnt");
    }

    boolean kept() {
        return kept;
    }

    /** Whether the demo is being ended from outside, so that what fails now is no news. */
    boolean cleared() {
        return cleared;
    }

    /** Ends what still runs, unmounts, and removes what is to be removed; can be called again. */
    void clear() {
        cleared = true;
        try {
            List<ProcessHandle> running = ProcessHandle.current().descendants().toList();
            running.forEach(ProcessHandle::destroy);
            CompletableFuture.allOf(running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .join();
            if (MountTable.mounted(mount())) {
                Optional<MountProcess> server = MountProcess.behind(mount());
                Unmount.detach(mount());
                if (server.isPresent()) {
                    server.get().awaitEnd(END_SECONDS);
                }
            }
            if (!kept && Files.exists(work)) {
                remove();
            }
        } catch (IOException | VexfsException e) {
            System.err.println("vexfs: the demo could not clean up " + work + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
