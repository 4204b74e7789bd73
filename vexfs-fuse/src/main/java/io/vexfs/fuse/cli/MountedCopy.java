package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreMaintenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of a mounted store for a verb that needs one to itself; it goes when the verb is done. */
final class MountedCopy implements AutoCloseable {
    private final Path directory;

    private MountedCopy(Path directory) {
        this.directory = directory;
    }

    /**
     * Brings the mount's store to the disk and copies it.
     *
     * @param work where the copy lies
     * @param note told where the store could not be brought to the disk first
     */
    static MountedCopy of(Path place, Path mount, Path work, Consumer<String> note) throws IOException {
        new MountDoor(mount).syncOr(note);
        Path store = behind(place, mount);
        MountedCopy copy = new MountedCopy(Files.createTempDirectory(work, "vexfs-copy-"));
        boolean made = false;
        try (Progress progress = Progress.ofBytes("copy", Stores.bytes(store))) {
            StoreMaintenance.backup(store, copy.store(), progress::step);
            made = true;
            return copy;
        } finally {
            if (!made) {
                copy.close();
            }
        }
    }

    /** The store behind a mount, as the user named it or as its process says. */
    static Path behind(Path place, Path mount) {
        if (MountTable.above(place).isEmpty()) {
            return place;
        }
        return MountProcess.store(mount)
                .orElseThrow(
                        () -> new VexfsException(
                                FuseVexfsError.INVALID_ARGUMENT,
                                place
                                        + ": expected a mount by 'vexfs mount', was that of another program; name the store instead"));
    }

    Path store() {
        return directory.resolve("store");
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
