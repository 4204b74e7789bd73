package io.vexfs.testkit.bench.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that the mounts lie on, without any mount. */
final class HostSide extends DiskSide {
    HostSide(Path work) throws IOException {
        super("host", Files.createDirectory(work.resolve("host")));
    }

    @Override
    boolean mounted() {
        return false;
    }
}
