package io.vexfs.examples.ownstore;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Metadata;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStore;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A store in memory: the least that keeps what {@link VectorStore} promises. Safe from many threads. */
public class MapStore implements VectorStore {
    private final DistanceMetric metric;
    private final Map<String, StoredVector> byId = new TreeMap<>();
    private int dimensions;
    private boolean closed;

    /** An empty store; 0 dimensions: the first vector fixes them. */
    public MapStore(DistanceMetric metric, int dimensions) {
        this.metric = metric;
        this.dimensions = dimensions;
    }

    @Override
    public synchronized int dimensions() {
        requireOpen();
        return dimensions;
    }

    @Override
    public DistanceMetric metric() {
        return metric;
    }

    @Override
    public synchronized long size() {
        requireOpen();
        return byId.size();
    }

    @Override
    public synchronized void put(String id, float[] vector, Metadata metadata) {
        requireOpen();
        requireId(id);
        requireVector(id, vector);
        dimensions = vector.length;
        byId.put(id, new StoredVector(id, vector, metadata));
    }

    @Override
    public synchronized Optional<StoredVector> get(String id) {
        requireOpen();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized boolean delete(String id) {
        requireOpen();
        return byId.remove(id) != null;
    }

    /** Calls out without the lock, so that the action may use the store. */
    @Override
    public void forEach(Consumer<StoredVector> action) {
        List<StoredVector> all;
        synchronized (this) {
            requireOpen();
            all = List.copyOf(byId.values());
        }
        all.forEach(action);
    }

    @Override
    public synchronized void sync() {
        requireOpen();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new VexfsException(FuseVexfsError.CLOSED, "the store is closed");
        }
    }

    private static void requireId(String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > Limits.ID_BYTES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "id: expected 1 to " + Limits.ID_BYTES_MAX + " bytes, was " + bytes);
        }
    }

    private void requireVector(String id, float[] vector) {
        if (dimensions != 0 && vector.length != dimensions) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + dimensions + ", was " + vector.length + " (id " + id + ")");
        }
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        boolean cosine = metric == DistanceMetric.COSINE;
        double most = cosine ? Double.MAX_VALUE : Float.MAX_VALUE / 4;
        if (vector.length == 0 || !(squares <= most) || cosine && squares == 0) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_VECTOR,
                    "expected squares that sum to at most " + most + ", under cosine to more than 0, was " + squares
                            + " (id " + id + ")");
        }
    }
}
