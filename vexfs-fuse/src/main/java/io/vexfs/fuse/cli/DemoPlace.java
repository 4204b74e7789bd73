package io.vexfs.fuse.cli;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory that the demo works in.
 *
 * @param work absolute
 * @param kept whether it stays when the demo is over
 */
record DemoPlace(Path work, boolean kept) {
    Path mount() {
        return work.resolve("mnt");
    }

    /** Unmounts and removes what is to be removed; can be called at any time, and again. */
    void clear() {
        try {
            if (MountTable.mounted(mount())) {
                Unmount.detach(mount());
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
