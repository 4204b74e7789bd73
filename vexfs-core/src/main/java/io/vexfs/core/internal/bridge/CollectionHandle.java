package io.vexfs.core.internal.bridge;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import java.util.Optional;
import java.util.function.Consumer;

/** One collection of a bridge, by its name. */
final class CollectionHandle implements VectorCollection {
    private final Bridge bridge;
    private final String name;
    private volatile boolean closed;

    CollectionHandle(Bridge bridge, String name) {
        this.bridge = bridge;
        this.name = name;
    }

    private Bridge bridge() {
        if (closed) {
            throw new VexfsException(FuseVexfsError.CLOSED, "the handle on collection " + name + " is closed");
        }
        return bridge;
    }

    private CollectionInfo info() {
        return bridge().collection(name)
                .orElseThrow(() -> new VexfsException(FuseVexfsError.COLLECTION_NOT_FOUND, "no collection " + name));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return info().dimensions();
    }

    @Override
    public DistanceMetric metric() {
        return info().metric();
    }

    @Override
    public long size() {
        return info().size();
    }

    @Override
    public void put(String id, float[] vector, Metadata metadata) {
        bridge().put(name, new StoredVector(id, vector, metadata), OperationContext.none());
    }

    @Override
    public Optional<StoredVector> get(String id) {
        return bridge().get(name, id);
    }

    @Override
    public boolean delete(String id) {
        return bridge().delete(name, id, OperationContext.none());
    }

    @Override
    public void forEach(Consumer<StoredVector> action) {
        bridge().forEach(name, action);
    }

    @Override
    public SearchResult search(SearchRequest request) {
        return bridge().search(request.toBuilder().collection(name).build(), OperationContext.none());
    }

    @Override
    public void sync() {
        bridge().flush();
    }

    @Override
    public void close() {
        closed = true;
    }
}
