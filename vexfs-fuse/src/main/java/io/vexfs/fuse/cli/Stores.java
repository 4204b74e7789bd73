package io.vexfs.fuse.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreHolder;
import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a STORE or MOUNTPOINT argument names, and how it is opened. */
final class Stores {
    private Stores() {}

    /** Opens a store, unless it is missing and the configuration does not make it. */
    static Vexfs open(Path directory, VexfsConfig config) {
        if (!config.create()) {
            return closed(directory, () -> Vexfs.open(directory, config));
        }
        requireNoMount(directory);
        return held(directory, () -> Vexfs.open(directory, config));
    }

    /** Does something with a store that must be there and that nobody else may have open. */
    static <T> T closed(Path directory, Supplier<T> work) {
        requireNoMount(directory);
        requireStore(directory);
        return held(directory, work);
    }

    private static void requireNoMount(Path directory) {
        Optional<Path> mount = MountTable.above(directory);
        if (mount.isPresent()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    directory + " is inside the mount " + mount.get()
                            + ": expected the directory of a store that is not mounted; unmount it first: vexfs umount "
                            + mount.get());
        }
    }

    private static <T> T held(Path directory, Supplier<T> work) {
        try {
            return work.get();
        } catch (VexfsException e) {
            throw e.error() == FuseVexfsError.IN_USE ? held(directory, e) : e;
        }
    }

    /** Bytes of all files below a directory, as far as they can be seen. */
    static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** A store that must be there. */
    static VexfsConfig existing() {
        return VexfsConfig.DEFAULT.toBuilder().create(false).build();
    }

    /** The vector of an id; also of a file's path below its collection, as a mount takes it. */
    static Optional<StoredVector> vector(Bridge bridge, String collection, String id) {
        return bridge.get(collection, id)
                .or(() -> bridge.get(collection, (collection.equals("/") ? "/" : collection + "/") + id));
    }

    /**
     * The mount through which a store is reached: the argument itself, or where the process that holds it has it
     * mounted; empty if the store is free to be opened.
     */
    static Optional<Path> mountOf(Path storeOrMount) {
        Optional<Path> mount = MountTable.above(storeOrMount);
        if (mount.isPresent()) {
            if (!mount.get().equals(MountTable.absolute(storeOrMount))) {
                throw new UsageException(storeOrMount
                        + ": expected a store or a mount point, was a path inside the mount " + mount.get());
            }
            if (!MountTable.answers(mount.get())) {
                throw new VexfsException(
                        FuseVexfsError.CLOSED,
                        mount.get() + ": nothing answers behind this mount; 'vexfs umount " + mount.get()
                                + "' clears it");
            }
            return mount;
        }
        requireStore(storeOrMount);
        return Vexfs.holder(storeOrMount).flatMap(Stores::liveMount);
    }

    /** What a killed holder left behind may name a place where something else is mounted by now. */
    private static Optional<Path> liveMount(StoreHolder holder) {
        return holder.mountPoint().map(Path::of).filter(point -> {
            try {
                return MountTable.mounted(point)
                        && MountTable.answers(point)
                        && new MountDoor(point).process().equals(Optional.of(holder.pid()));
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** The lock itself decides who holds a store; what it says of the holder is only told on. */
    private static VexfsException held(Path directory, VexfsException failure) {
        String way = Vexfs.holder(directory)
                .flatMap(StoreHolder::mountPoint)
                .map(point -> "; work on the files there, or unmount it first: vexfs umount " + point)
                .orElse("");
        return new VexfsException(FuseVexfsError.IN_USE, failure.getMessage() + way, failure);
    }

    static void requireStore(Path directory) {
        if (!Vexfs.isStore(directory)) {
            String found = !Files.exists(directory)
                    ? "nothing there"
                    : Files.isDirectory(directory) ? "a directory without a FORMAT file" : "a file";
            throw new VexfsException(
                    FuseVexfsError.FILE_NOT_FOUND,
                    directory + ": expected a store, was " + found + "; 'vexfs create' and 'vexfs mount' make one");
        }
    }
}
