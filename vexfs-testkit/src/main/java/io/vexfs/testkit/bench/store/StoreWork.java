package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Quantization;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The directory of one run with its stores; it goes with the run. */
final class StoreWork implements AutoCloseable {
    static final String COLLECTION = "/bench";
    /** What {@code vexfs import} stores at once. */
    static final int BATCH_ROWS = 1_000;

    final StoreSettings settings;
    final StoreVectors vectors;
    final Progress progress;
    private final BridgeProvider provider;
    private final Path directory;

    StoreWork(BridgeProvider provider, Path work, StoreSettings settings, Progress progress) throws IOException {
        this.provider = provider;
        this.settings = settings;
        this.progress = progress;
        vectors = new StoreVectors(settings.dimensions());
        directory = Files.createTempDirectory(work, "vexfs-bench-");
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** An empty store, with a collection for the vectors. */
    Bridge make(String name, Map<String, String> options) {
        Bridge bridge = open(name, options);
        bridge.createCollection(
                COLLECTION, new CollectionSettings(DistanceMetric.L2, settings.dimensions(), Quantization.NONE));
        return bridge;
    }

    /** A store; options that the engine does not know are left out. */
    Bridge open(String name, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.keySet().retainAll(provider.options());
        all.putAll(settings.engine());
        return provider.open(path(name), all);
    }

    /** Stores rows in batches. */
    void fill(Bridge bridge, long from, long to, int version) {
        progress.begin("store", to - from);
        for (long row = from; row < to; row += BATCH_ROWS) {
            long end = Math.min(to, row + BATCH_ROWS);
            bridge.putAll(COLLECTION, vectors.stored(row, end, version), OperationContext.none());
            progress.step(end - row);
        }
        progress.end();
    }

    /** Bytes of a store's files, those of a mount left out. */
    long bytes(String name) {
        try {
            return bytes(path(name), path(name).resolve("files"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long bytes(Path place, Path except) throws IOException {
        if (place.equals(except)) {
            return 0;
        }
        try {
            if (!Files.isDirectory(place)) {
                return Files.size(place);
            }
            long bytes = 0;
            try (Stream<Path> entries = Files.list(place)) {
                for (Path entry : entries.toList()) {
                    bytes += bytes(entry, except);
                }
            }
            return bytes;
        } catch (NoSuchFileException gone) {
            // A running store removes files.
            return 0;
        }
    }

    void delete(String name) throws IOException {
        Directories.remove(path(name));
    }

    @Override
    public void close() throws IOException {
        Directories.remove(directory);
    }
}
