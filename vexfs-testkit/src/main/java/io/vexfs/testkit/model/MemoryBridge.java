package io.vexfs.testkit.model;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.Durability;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoreStatus;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bridge that keeps everything in memory and compares every vector: what real bridges are compared with, and a bridge
 * for the tests of frontends. One lock serves all, so it is safe from many threads and slow with many vectors.
 *
 * <p>Nothing outlives the process; {@link #reopened} stands for opening the same store again.
 */
public final class MemoryBridge implements Bridge {
    private final Access access;
    private final InstantSource clock;
    private final Instant opened;
    private final MemoryFiles files;
    private final LongAdder writes = new LongAdder();
    private final LongAdder searches = new LongAdder();
    private @Nullable Instant lastSync;

    /** A new, empty bridge that reads the system's clock. */
    public MemoryBridge() {
        this(InstantSource.system());
    }

    /** A new, empty bridge; the clock tells {@link SyncStatus#lastSync()}. */
    public MemoryBridge(InstantSource clock) {
        this(new Access(new Access.Contents(), false), clock);
        NameNode root = access.contents.tree.root();
        root.collection = new MemoryCollection(root, CollectionSettings.DEFAULT);
    }

    private MemoryBridge(Access access, InstantSource clock) {
        this.access = access;
        this.clock = Objects.requireNonNull(clock, "clock");
        opened = clock.instant();
        files = new MemoryFiles(access);
    }

    /**
     * A bridge that holds what this one held when it was closed.
     *
     * @param readOnly whether the new one refuses writes
     * @throws VexfsException {@link FuseVexfsError#IN_USE} unless this bridge is closed
     */
    public MemoryBridge reopened(boolean readOnly) {
        return new MemoryBridge(new Access(access.contents, readOnly), clock);
    }

    static VexfsException noCollection(String name) {
        return new VexfsException(FuseVexfsError.COLLECTION_NOT_FOUND, "no such collection: '" + name + "'");
    }

    private @Nullable MemoryCollection find(String name) {
        NameNode node = access.contents.tree.find(name);
        return node == null ? null : node.collection;
    }

    private MemoryCollection require(String name) {
        MemoryCollection found = find(name);
        if (found == null) {
            throw noCollection(name);
        }
        return found;
    }

    @Override
    public void createCollection(String name, CollectionSettings settings) {
        Objects.requireNonNull(settings, "settings");
        access.write(OperationContext.none(), () -> {
            access.contents.tree.requireNoFile(name);
            if (find(name) != null) {
                throw new VexfsException(FuseVexfsError.ALREADY_EXISTS, "collection exists already: " + name);
            }
            NameNode node = access.contents.tree.make(name);
            node.collection = new MemoryCollection(node, settings);
        });
    }

    @Override
    public void changeCollection(String name, CollectionSettings settings) {
        Objects.requireNonNull(settings, "settings");
        access.write(OperationContext.none(), () -> require(name).change(settings));
    }

    @Override
    public void dropCollection(String name) {
        access.write(OperationContext.none(), () -> {
            MemoryCollection collection = require(name);
            NameNode node = Objects.requireNonNull(access.contents.tree.find(name));
            if (node.parent() == null) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "the root collection cannot be dropped");
            }
            if (collection.holdsFileVectors()) {
                throw new VexfsException(
                        FuseVexfsError.NOT_EMPTY, "collection " + name + " holds the vectors of files");
            }
            node.collection = null;
            List.copyOf(collection.files).forEach(MemoryFiles::belongAgain);
            node.prune();
        });
    }

    @Override
    public List<CollectionInfo> collections() {
        return access.read(() -> {
            List<CollectionInfo> all = new ArrayList<>();
            access.contents.tree.root().walk(node -> {
                if (node.collection != null) {
                    all.add(node.collection.info());
                }
            });
            all.sort(Comparator.comparing(CollectionInfo::name));
            return all;
        });
    }

    @Override
    public Optional<CollectionInfo> collection(String name) {
        return access.read(() -> Optional.ofNullable(find(name)).map(MemoryCollection::info));
    }

    @Override
    public VectorCollection open(String collection) {
        return access.read(() -> new MemoryHandle(this, require(collection).name()));
    }

    @Override
    public void put(String collection, StoredVector vector, OperationContext context) {
        putAll(collection, List.of(vector), context);
    }

    @Override
    public void putAll(String collection, List<StoredVector> vectors, OperationContext context) {
        List<StoredVector> copy = List.copyOf(vectors);
        access.write(context, () -> {
            MemoryCollection target = require(collection);
            int dimensions = target.dimensions();
            for (StoredVector vector : copy) {
                VectorChecks.requireId(vector.id());
                VectorChecks.requireVector(
                        vector.vector(), dimensions, target.metric(), target.name() + " id " + vector.id());
                dimensions = vector.dimensions();
            }
            copy.forEach(vector -> target.byId.put(vector.id(), vector));
            writes.add(copy.size());
        });
    }

    @Override
    public Optional<StoredVector> get(String collection, String id) {
        return access.read(() -> require(collection).find(id, access.contents.tree));
    }

    @Override
    public boolean delete(String collection, String id, OperationContext context) {
        return access.write(context, () -> {
            writes.increment();
            return require(collection).byId.remove(id) != null;
        });
    }

    @Override
    public void forEach(String collection, Consumer<StoredVector> action) {
        access.read(() -> require(collection).vectors()).forEach(action);
    }

    @Override
    public void forEachId(String collection, Consumer<String> action) {
        access.read(() -> List.copyOf(require(collection).byId.keySet())).forEach(action);
    }

    @Override
    public SearchResult search(SearchRequest request, OperationContext context) {
        return access.read(context, () -> {
            searches.increment();
            return ExactScan.search(require(request.collection()), access.contents.tree, request);
        });
    }

    @Override
    public FileVectors files() {
        return files;
    }

    @Override
    public StoreStatus status() {
        return access.read(() -> StoreStatus.opened(opened, readOnly()));
    }

    /** Never anything pending or unsynced: there is no index and no disk. */
    @Override
    public SyncStatus syncStatus() {
        return access.read(() -> new SyncStatus(0, 0, Optional.ofNullable(lastSync), 0, Optional.empty()));
    }

    @Override
    public SyncStatus forceSync() {
        flush();
        return syncStatus();
    }

    @Override
    public void flush() {
        access.read(() -> lastSync = clock.instant());
    }

    @Override
    public int batchSync(int limit) {
        return access.read(() -> {
            if (limit < 1) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "limit: expected 1 or more, was " + limit);
            }
            return 0;
        });
    }

    @Override
    public List<MetricSample> metrics() {
        return access.read(() -> List.of(
                new MetricSample.Counter("vexfs.bridge.writes", writes.sum()),
                new MetricSample.Counter("vexfs.bridge.searches", searches.sum())));
    }

    /** {@link Durability#NONE}. */
    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public boolean readOnly() {
        return access.readOnly;
    }

    @Override
    public void close() {
        access.close();
    }
}
