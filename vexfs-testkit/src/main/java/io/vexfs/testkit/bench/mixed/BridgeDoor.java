package io.vexfs.testkit.bench.mixed;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A store in a new directory, through the API. */
public final class BridgeDoor implements Door {
    private static final String COLLECTION = "/bench";
    private static final int K = 10;

    private final BridgeProvider provider;
    private final Path directory;
    private final Map<String, String> options;
    private volatile Bridge bridge;

    /** An empty store below {@code work}, with options of the engine by their names. */
    public BridgeDoor(BridgeProvider provider, Path work, int dimensions, Map<String, String> options)
            throws IOException {
        this.provider = provider;
        this.options = Map.copyOf(options);
        directory = Files.createTempDirectory(work, "vexfs-mixed-");
        boolean opened = false;
        try {
            bridge = provider.open(store(), options);
            bridge.createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, dimensions));
            opened = true;
        } finally {
            if (!opened) {
                Directories.remove(directory);
            }
        }
    }

    private Path store() {
        return directory.resolve("store");
    }

    @Override
    public void put(int row, float[] vector) {
        bridge.put(
                COLLECTION, new StoredVector(Integer.toString(row), vector, Metadata.empty()), OperationContext.none());
    }

    @Override
    public void delete(int row) {
        bridge.delete(COLLECTION, Integer.toString(row), OperationContext.none());
    }

    @Override
    public int search(float[] query) {
        SearchRequest request =
                SearchRequest.nearest(query).collection(COLLECTION).k(K).build();
        return bridge.search(request, OperationContext.none()).hits().size();
    }

    @Override
    public boolean holds(int row, float[] vector) {
        return bridge.get(COLLECTION, Integer.toString(row))
                .filter(found -> Arrays.equals(found.vector(), vector))
                .isPresent();
    }

    @Override
    public boolean lacks(int row) {
        return bridge.get(COLLECTION, Integer.toString(row)).isEmpty();
    }

    @Override
    public void reopen() {
        bridge.close();
        bridge = provider.open(store(), options);
    }

    @Override
    public long bytes() throws IOException {
        return Files.exists(store()) ? bytes(store()) : 0;
    }

    /** Bytes below a place; what a running store removes meanwhile counts nothing. */
    static long bytes(Path place) throws IOException {
        try {
            if (!Files.isDirectory(place)) {
                return Files.size(place);
            }
            long bytes = 0;
            try (Stream<Path> entries = Files.list(place)) {
                for (Path entry : entries.toList()) {
                    bytes += bytes(entry);
                }
            }
            return bytes;
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            bridge.close();
        } finally {
            Directories.remove(directory);
        }
    }
}
