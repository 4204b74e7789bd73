package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The directory that a store is to be mounted on. */
final class MountPoint {
    private MountPoint() {}

    /** Returns it as an absolute path, cleared of a dead mount; fails unless it is an empty directory. */
    static Path require(Path given, Path store, Consumer<String> note) throws IOException, InterruptedException {
        Path point = MountTable.absolute(given);
        if (MountTable.mounted(point)) {
            if (!MountTable.dead(point)) {
                throw new VexfsException(
                        FuseVexfsError.IN_USE,
                        given + ": expected a free directory, was a live mount of VexFS already");
            }
            Unmount.detach(point);
            note.accept("cleared the dead mount at " + point);
        }
        if (!Files.isDirectory(point)) {
            throw unfit(given, Files.exists(point) ? "a file" : "nothing there; make it: mkdir " + given);
        }
        Path real = point.toRealPath();
        Path realStore = Files.exists(store) ? store.toRealPath() : MountTable.absolute(store);
        if (real.startsWith(realStore) || realStore.startsWith(real)) {
            throw unfit(given, "a directory that holds, or lies in, the store " + store);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
            if (entries.iterator().hasNext()) {
                throw unfit(given, "a directory with files in it");
            }
        }
        return real;
    }

    private static VexfsException unfit(Path given, String found) {
        return new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT, given + ": expected an empty directory to mount on, was " + found);
    }
}
