package io.vexfs.core.internal.bridge;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.Durability;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Readings;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoreStatus;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import io.vexfs.core.VexfsConfig;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.storage.RecordTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The engine's bridge: every operation passes the {@link Gate} and goes to the part that does it. */
final class SyncingBridge implements Bridge {
    private final StoreState state;
    private final Journal journal;
    private final EngineMetrics metrics;
    private final Gate gate;
    private final SyncFailures failures;
    private final Linker linker;
    private final CollectionWrites collections;
    private final FileWrites files;
    private final VectorReads reads;
    private final Searches searches;
    private final Durability durability;
    private final InstantSource clock;
    private final Instant opened;
    private final AtomicInteger searching = new AtomicInteger();
    private final Runnable compacting;
    private final Runnable closing;

    /**
     * @param compacting compacts the log of the store that this bridge belongs to
     * @param closing closes that store
     */
    SyncingBridge(
            StoreState state,
            Journal journal,
            SyncFailures failures,
            EngineMetrics metrics,
            VexfsConfig config,
            Runnable compacting,
            Runnable closing) {
        this.failures = failures;
        this.compacting = compacting;
        this.closing = closing;
        this.state = state;
        this.journal = journal;
        durability = config.durability();
        clock = config.clock();
        opened = clock.instant();
        this.metrics = metrics;
        gate = new Gate(config.bridge().maxConcurrentOps(), metrics);
        linker = new Linker(
                state,
                failures,
                config.bridge(),
                durability == Durability.EVERY_WRITE,
                () -> gate.running() - journal.resting(),
                searching::get,
                System::nanoTime);
        RowWriter rows = new RowWriter(journal, linker, metrics, config.bridge().lazySync());
        collections = new CollectionWrites(state, journal, rows, config.hnsw());
        files = new FileWrites(state, journal, rows, gate, metrics);
        IdLookup ids = new IdLookup(state);
        reads = new VectorReads(state, ids, gate);
        searches = new Searches(state, ids, metrics);
    }

    /** Begins to link in the background what is pending. */
    void start() {
        linker.start();
    }

    @Override
    public void createCollection(String name, CollectionSettings settings) {
        pass(() -> collections.create(name, settings));
    }

    @Override
    public void changeCollection(String name, CollectionSettings settings) {
        pass(() -> collections.change(name, settings));
    }

    @Override
    public void dropCollection(String name) {
        pass(() -> collections.drop(name));
    }

    @Override
    public List<CollectionInfo> collections() {
        return read(() -> state.catalog().collections().stream()
                .map(this::info)
                .sorted(Comparator.comparing(CollectionInfo::name))
                .toList());
    }

    @Override
    public Optional<CollectionInfo> collection(String name) {
        return read(() -> Optional.ofNullable(state.catalog().collection(StoreState.canonical(name)))
                .map(this::info));
    }

    private CollectionInfo info(CollectionState shape) {
        LiveCollection live = state.live(shape);
        return new CollectionInfo(
                state.catalog().name(shape.collection()),
                shape.metric(),
                shape.dimensions(),
                shape.dimensionsSet(),
                live.size(),
                live.pending(),
                shape.quantization(),
                live.codeBytes(),
                shape.storage(),
                live.indexStatus(clock));
    }

    @Override
    public VectorCollection open(String collection) {
        CollectionInfo info = collection(collection)
                .orElseThrow(
                        () -> new VexfsException(FuseVexfsError.COLLECTION_NOT_FOUND, "no collection " + collection));
        return new CollectionHandle(this, info.name());
    }

    @Override
    public void put(String collection, StoredVector vector, OperationContext context) {
        putAll(collection, List.of(vector), context);
    }

    @Override
    public void putAll(String collection, List<StoredVector> vectors, OperationContext context) {
        gate.timed(metrics.store(), context, () -> {
            collections.put(collection, vectors);
            return true;
        });
    }

    @Override
    public Optional<StoredVector> get(String collection, String id) {
        return gate.pass(OperationContext.none(), () -> reads.get(collection, id));
    }

    @Override
    public boolean delete(String collection, String id, OperationContext context) {
        return gate.timed(metrics.delete(), context, () -> collections.delete(collection, id));
    }

    @Override
    public void forEach(String collection, Consumer<StoredVector> action) {
        reads.forEach(collection, action);
    }

    @Override
    public void forEachId(String collection, Consumer<String> action) {
        reads.forEachId(collection, action);
    }

    @Override
    public SearchResult search(SearchRequest request, OperationContext context) {
        return gate.timed(metrics.search(), context, () -> {
            searching.incrementAndGet();
            try {
                linker.asked();
                return searches.search(request);
            } finally {
                searching.decrementAndGet();
            }
        });
    }

    @Override
    public FileVectors files() {
        return files;
    }

    @Override
    public StoreStatus status() {
        return gate.pass(
                OperationContext.none(),
                () -> journal.refusal()
                        .map(refusal -> new StoreStatus(
                                StoreStatus.State.REFUSING_WRITES, refusal.since(), Optional.of(refusal.reason())))
                        .orElseGet(() -> StoreStatus.opened(opened, journal.readOnly())));
    }

    @Override
    public SyncStatus syncStatus() {
        return gate.pass(OperationContext.none(), this::syncing);
    }

    private SyncStatus syncing() {
        return new SyncStatus(
                state.pending(),
                journal.log().unsyncedBytes(),
                journal.log().lastForced(),
                failures.count() + journal.log().backgroundFailures(),
                failures.last().or(journal.log()::lastBackgroundFailure));
    }

    @Override
    public SyncStatus forceSync() {
        return gate.timed(metrics.sync(), OperationContext.none(), () -> {
            try {
                linker.linkAll();
                journal.log().force();
                forceTables();
                linker.requireGraphs();
                return syncing();
            } catch (VexfsException failure) {
                failures.failed(failure);
                throw failure.error() == FuseVexfsError.NO_SPACE
                        ? failure
                        : new VexfsException(FuseVexfsError.SYNC_ERROR, String.valueOf(failure.getMessage()), failure);
            }
        });
    }

    /** Outside of the lock: writers go on while the tables go to the disk. */
    private void forceTables() {
        List<RecordTable> tables = new ArrayList<>();
        state.reading().lock();
        try {
            for (LiveCollection live : state.collections().all()) {
                if (!live.dimensionless()) {
                    tables.add(live.table());
                }
            }
        } finally {
            state.reading().unlock();
        }
        tables.forEach(RecordTable::sync);
    }

    @Override
    public void flush() {
        gate.timed(metrics.flush(), OperationContext.none(), () -> {
            try {
                journal.log().force();
                return true;
            } catch (VexfsException failure) {
                failures.failed(failure);
                throw failure;
            }
        });
    }

    @Override
    public int batchSync(int limit) {
        return gate.pass(OperationContext.none(), () -> {
            if (limit < 1) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "limit: expected 1 or more, was " + limit);
            }
            int linked = linker.link(limit);
            if (linked == 0) {
                linker.awaitLinks();
            }
            return linked;
        });
    }

    /** Without a permit of the gate: it may take minutes, and close makes it give up. */
    @Override
    public void compact() {
        compacting.run();
    }

    @Override
    public List<MetricSample> metrics() {
        return gate.pass(OperationContext.none(), metrics::samples);
    }

    @Override
    public void measure(boolean on) {
        metrics.measure(on);
    }

    @Override
    public FusePerformanceMetrics performance() {
        return gate.pass(OperationContext.none(), metrics::performance);
    }

    @Override
    public Readings readings() {
        return gate.pass(OperationContext.none(), metrics::readings);
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public boolean readOnly() {
        return journal.readOnly();
    }

    @Override
    public void close() {
        closing.run();
    }

    /** Lets the running operations end and links what is pending; nothing is let in any more. */
    void stop() {
        if (gate.close()) {
            try {
                linker.linkAll();
            } finally {
                linker.stop();
            }
        }
    }

    private void pass(Runnable operation) {
        gate.pass(OperationContext.none(), () -> {
            operation.run();
            return true;
        });
    }

    private <T> T read(Supplier<T> question) {
        return gate.pass(OperationContext.none(), () -> {
            state.reading().lock();
            try {
                return question.get();
            } finally {
                state.reading().unlock();
            }
        });
    }
}
