package io.vexfs.testkit.conformance;

import io.vexfs.testkit.mount.Mounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of this machine, which is right about ordinary files. */
record PlainDirectory(Path point) implements Mounted {
    static Mounted in(Path work) throws IOException {
        return new PlainDirectory(Files.createDirectory(work.resolve("mnt")));
    }

    @Override
    public void remount() {
        // There is nothing between the suite and the host.
    }

    @Override
    public void close() {
        // The suite removes the directory.
    }
}
