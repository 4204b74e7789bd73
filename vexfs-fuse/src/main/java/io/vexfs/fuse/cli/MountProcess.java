package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process of a {@code vexfs mount}.
 *
 * @param process the process
 * @param log what it writes about itself
 */
record MountProcess(ProcessHandle process, MountLog log) {
    /** The process behind a mount; empty if it is another program that embeds a mount, or another user's. */
    static Optional<MountProcess> behind(Path mount) {
        try {
            Optional<Long> pid = new MountDoor(mount).process();
            Optional<ProcessHandle> process = pid.flatMap(ProcessHandle::of);
            Optional<Path> store = pid.isPresent() ? store(pid.get()) : Optional.empty();
            return process.isPresent() && store.isPresent()
                    ? Optional.of(new MountProcess(process.get(), MountLog.of(store.get())))
                    : Optional.empty();
        } catch (IOException | VexfsException e) {
            // Its status or its command line may not be read: the mount can be taken away all the same.
            return Optional.empty();
        }
    }

    /** The store of a mount; empty if another program, or another user's process, serves it. */
    static Optional<Path> store(Path mount) {
        return behind(mount).map(process -> process.log().file().getParent());
    }

    /** The store in the command line {@code … VexfsCli mount STORE …}. */
    private static Optional<Path> store(long pid) throws IOException {
        byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
        List<String> words = Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0"));
        int main = words.indexOf(VexfsCli.class.getName());
        return main >= 0 && main + 2 < words.size() && words.get(main + 1).equals("mount")
                ? Optional.of(Path.of(words.get(main + 2)))
                : Optional.empty();
    }

    /** Returns when the process has closed the store and ended; fails if that failed or took too long. */
    void awaitEnd(long seconds) throws IOException, InterruptedException {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new VexfsException(
                    FuseVexfsError.TIMED_OUT,
                    "unmounted, but process " + process.pid() + " has not closed the store within " + seconds
                            + " s (log: " + log.file() + ")",
                    e);
        }
        Optional<String> failure = log.failure();
        if (failure.isPresent()) {
            throw new VexfsException(
                    FuseVexfsError.SYNC_ERROR,
                    "unmounted, but the store was not closed well: " + failure.get() + " (log: " + log.file() + ")");
        }
    }
}
