package io.vexfs.fuse;

import io.vexfs.testkit.model.MemoryBridge;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** A process that mounts and waits for its end; the tests kill it. */
final class MountUntilKilled {
    static final String READY = "mounted";

    private static final Duration LONG = Duration.ofMinutes(5);

    private MountUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (VexfsMount mount = VexfsMount.start(
                new MemoryBridge(), Path.of(arguments[0]), Path.of(arguments[1]), MountOptions.DEFAULT)) {
            PrintStream out = System.out;
            out.println(READY);
            mount.awaitEnd(LONG);
        }
    }
}
