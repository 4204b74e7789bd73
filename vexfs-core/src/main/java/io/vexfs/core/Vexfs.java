package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.bridge.OpenStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open store: a directory of collections of vectors.
 *
 * <p>One process at a time has a store open; within it, every method is safe from many threads.
 */
public final class Vexfs implements AutoCloseable {
    private final OpenStore store;

    private Vexfs(OpenStore store) {
        this.store = store;
    }

    /** Opens the store in a directory, or makes one there. */
    public static Vexfs open(Path directory) {
        return open(directory, VexfsConfig.DEFAULT);
    }

    /**
     * Opens the store in a directory.
     *
     * @throws VexfsException {@code IN_USE} if another process holds it, {@code UNSUPPORTED} with the lines to paste if
     *     the JVM lacks the flags that the store needs, {@code CORRUPT} if it is damaged, {@code FILE_NOT_FOUND} if it
     *     is missing and may not be made, {@code INVALID_ARGUMENT} if the directory holds something else
     */
    public static Vexfs open(Path directory, VexfsConfig config) {
        return new Vexfs(OpenStore.open(directory, config));
    }

    /** Whether the directory holds a store. */
    public static boolean isStore(Path directory) {
        return OpenStore.isStore(directory);
    }

    /** The process that has the store open; empty if none has. */
    public static Optional<StoreHolder> holder(Path directory) {
        return OpenStore.holder(directory);
    }

    /** The collection of that name, made with these settings if it is missing. */
    public VectorCollection collection(String name, int dimensions, DistanceMetric metric) {
        return store.collection(name, new CollectionSettings(metric, dimensions));
    }

    /**
     * The collection of that name.
     *
     * @throws VexfsException {@code COLLECTION_NOT_FOUND} if there is none
     */
    public VectorCollection collection(String name) {
        return bridge().open(name);
    }

    /** The door for frontends: every collection, and the vectors of files. Closed with this store. */
    public Bridge bridge() {
        return store.bridge();
    }

    /** The directory of the store. */
    public Path directory() {
        return store.directory();
    }

    /** What opening had to do. */
    public RecoveryReport recoveryReport() {
        return store.recoveryReport();
    }

    /** Which distance kernels are active and why. */
    public String kernels() {
        return store.kernels();
    }

    /**
     * Writes what is live anew and drops the rest of the log, while others read and write; the store does so by itself
     * too, as {@link VexfsConfig#log()} says.
     *
     * @throws VexfsException {@code NO_SPACE} with nothing changed; {@code READ_ONLY}; {@code CLOSED} if it is closed
     *     meanwhile
     */
    public CompactionReport compact() {
        return store.compact();
    }

    /** Syncs, writes the graph snapshots and closes; idempotent. */
    @Override
    public void close() {
        store.close();
    }
}
