package io.vexfs.core.internal.bridge;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.JmxMetrics;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.CompactionReport;
import io.vexfs.core.RecoveryReport;
import io.vexfs.core.StoreHolder;
import io.vexfs.core.VexfsConfig;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.NameTree;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogSettings;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.metrics.StoreGauge;
import io.vexfs.core.internal.recovery.Checkpointer;
import io.vexfs.core.internal.recovery.Recovered;
import io.vexfs.core.internal.recovery.Recovery;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.FirstMap;
import io.vexfs.core.internal.storage.JvmFlags;
import io.vexfs.core.internal.storage.StoreDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * A store from open to close: the order in which its parts come up and go down.
 *
 * <p>The mark of a clean close is removed before anything is opened and written after everything is on the disk, so
 * that whatever ends the process in between leads through recovery. Who only reads leaves the mark, and has tables of its own.
 */
public final class OpenStore {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.store");

    private final StoreDirectory directory;
    private final WriteAheadLog log;
    private final StoreState state;
    private final Journal journal;
    private final Checkpointer checkpointer;
    private final Upkeep upkeep;
    private final SyncingBridge bridge;
    private final RecoveryReport report;
    private final long cleanSequence;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<JmxMetrics> jmx = Optional.empty();

    private OpenStore(
            StoreDirectory directory, WriteAheadLog log, Recovered recovered, VexfsConfig config, long start) {
        this.directory = directory;
        this.log = log;
        state = new StoreState(recovered.catalog(), recovered.collections());
        journal = new Journal(
                log,
                new RecordApplier(recovered.catalog(), recovered.collections()),
                config.clock(),
                config.readOnly());
        cleanSequence = recovered.clean() ? log.lastSequence() : -1;
        if (!config.readOnly()) {
            makeRoot(config);
        }
        SyncFailures failures = new SyncFailures();
        EngineMetrics metrics = metrics(config.metrics());
        bridge = new SyncingBridge(state, journal, failures, metrics, config, this::compact, this::close);
        checkpointer = new Checkpointer(directory, log);
        upkeep = new Upkeep(state, journal, checkpointer, config.log(), failures, metrics, state.pending());
        report = new RecoveryReport(
                recovered.clean(),
                recovered.recordsRead(),
                state.pending(),
                log.tornBytes(),
                Duration.ofNanos(System.nanoTime() - start));
        metrics.recovery().took(report.took().toNanos());
        for (LiveCollection live : state.collections().all()) {
            if (!live.dimensionless()) {
                live.index().care().restored();
            }
        }
        bridge.start();
        if (config.jmx()) {
            jmx = Optional.of(JmxMetrics.register("Store", directory.path(), metrics::samples));
        }
        if (!config.readOnly()) {
            journal.keptUpBy(upkeep);
            upkeep.start();
        }
    }

    private EngineMetrics metrics(boolean measured) {
        Map<StoreGauge, DoubleSupplier> gauges = new EnumMap<>(StoreGauge.class);
        gauges.put(StoreGauge.VECTORS, state::vectors);
        gauges.put(StoreGauge.PENDING, state::pending);
        gauges.put(StoreGauge.LOG_BYTES, log::bytes);
        gauges.put(StoreGauge.LOG_UNSYNCED, log::unsyncedBytes);
        gauges.put(StoreGauge.MAP_BYTES, () -> Disk.bytes(directory.map()));
        gauges.put(StoreGauge.GRAPH_BYTES, () -> Disk.bytes(directory.graph()));
        gauges.put(StoreGauge.CODE_BYTES, state::codeBytes);
        gauges.put(StoreGauge.CACHE_BYTES, state::cacheBytes);
        gauges.put(StoreGauge.FILTER_BYTES, state::filterBytes);
        gauges.put(StoreGauge.BACKLOG, state::backlog);
        gauges.put(StoreGauge.BROKEN, state::broken);
        gauges.put(StoreGauge.REFUSING, () -> journal.refusal().isPresent() ? 1 : 0);
        gauges.put(StoreGauge.HEAP_ALLOWED, state::heapAllowed);
        return new EngineMetrics(measured, gauges);
    }

    /** See {@link io.vexfs.core.Vexfs#open(Path, VexfsConfig)}. */
    public static OpenStore open(Path path, VexfsConfig config) {
        return open(path, config, LogFiles::onDisk);
    }

    /** The same with a log in other files. */
    static OpenStore open(Path path, VexfsConfig config, Function<Path, LogFiles> files) {
        long start = System.nanoTime();
        JvmFlags.require();
        FirstMap.begin();
        StoreDirectory directory =
                StoreDirectory.open(path, config.create() && !config.readOnly(), config.mountPoint());
        WriteAheadLog log = null;
        OpenStore opened = null;
        try {
            Optional<CleanMark> mark = directory.cleanMark();
            LogSettings settings = new LogSettings(
                    directory.storeId(),
                    config.durability(),
                    config.bridge().syncInterval(),
                    config.clock(),
                    config.log().segmentBytes(),
                    config.readOnly());
            log = WriteAheadLog.open(
                    files.apply(directory.log()),
                    settings,
                    directory.endMark().map(end -> new LogEnd(end.segment(), end.segmentBytes(), end.sequence())));
            if (!config.readOnly()) {
                directory.removeCleanMark();
            }
            Path map = config.readOnly() ? directory.mapOfReader(mark.isPresent()) : directory.map();
            Recovered recovered =
                    new Recovery(directory, map, log, config.bridge().autoRebuild()).run(mark);
            if (!config.readOnly()) {
                directory.removeCopyMark();
            }
            opened = new OpenStore(directory, log, recovered, config, start);
        } finally {
            if (opened == null) {
                if (log != null) {
                    log.close();
                }
                directory.close();
            }
        }
        LOGGER.log(System.Logger.Level.DEBUG, "opened {0}: {1}; {2}", path, opened.report, opened.kernels());
        return opened;
    }

    private void makeRoot(VexfsConfig config) {
        if (state.catalog().collection("/") == null) {
            journal.commit(new LogRecord.CollectionMade(new CollectionState(
                    state.catalog().nextCollection(),
                    NameTree.ROOT,
                    DistanceMetric.COSINE,
                    0,
                    false,
                    config.hnsw().m(),
                    config.hnsw().efConstruction(),
                    config.hnsw().seed(),
                    Quantization.NONE,
                    VectorStorage.HEAP)));
        }
    }

    /** Whether the directory holds a store. */
    public static boolean isStore(Path directory) {
        return StoreDirectory.isStore(directory);
    }

    /** The process that has the store open; empty if none has. */
    public static Optional<StoreHolder> holder(Path directory) {
        return StoreDirectory.holder(directory);
    }

    /** The collection of that name, made with these settings if it is missing, or given them if nothing fixed its own. */
    public VectorCollection collection(String name, CollectionSettings settings) {
        CollectionInfo info = bridge.collection(name).orElse(null);
        if (info == null) {
            create(name, settings);
        } else if (info.dimensions() == 0 && settings.dimensions() != 0) {
            bridge.changeCollection(name, settings);
        }
        VectorCollection collection = bridge.open(name);
        boolean fits = collection.metric() == settings.metric()
                && (settings.dimensions() == 0 || collection.dimensions() == settings.dimensions());
        if (!fits) {
            throw new VexfsException(
                    FuseVexfsError.ALREADY_EXISTS,
                    "collection " + name + " exists with other settings: expected " + settings.dimensions()
                            + " dimensions under " + settings.metric().text() + ", was " + collection.dimensions()
                            + " under " + collection.metric().text());
        }
        return collection;
    }

    private void create(String name, CollectionSettings settings) {
        try {
            bridge.createCollection(name, settings);
        } catch (VexfsException failed) {
            // Another thread may have been faster; whether it made the same is checked by the caller.
            if (failed.error() != FuseVexfsError.ALREADY_EXISTS) {
                throw failed;
            }
        }
    }

    /** The door for frontends. */
    public Bridge bridge() {
        return bridge;
    }

    /** The directory of the store. */
    public Path directory() {
        return directory.path();
    }

    /** What opening had to do. */
    public RecoveryReport recoveryReport() {
        return report;
    }

    /** Which distance kernels are active and why. */
    public String kernels() {
        return Kernels.active().description();
    }

    /** See {@link io.vexfs.core.Vexfs#compact()}. */
    public CompactionReport compact() {
        return upkeep.compact();
    }

    /** Syncs, writes the snapshots and the mark of a clean close; idempotent. */
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        jmx.ifPresent(JmxMetrics::close);
        Optional<CleanMark> mark = Optional.empty();
        try {
            upkeep.stop();
            bridge.stop();
            mark = checkpoint();
        } finally {
            closeParts(mark);
        }
    }

    /** Whatever fails, the rest is closed too, and the lock is given up last. */
    private void closeParts(Optional<CleanMark> mark) {
        try (directory) {
            try (log) {
                state.collections().close();
            }
            mark.ifPresent(directory::writeCleanMark);
        }
    }

    /** The mark, if everything could be brought to the disk; without it the next open recovers from the log. */
    private Optional<CleanMark> checkpoint() {
        if (journal.torn() || journal.readOnly()) {
            return Optional.empty();
        }
        try {
            return Optional.of(checkpointer.write(state.catalog(), state.collections(), cleanSequence));
        } catch (IOException | VexfsException failed) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} is closed without a checkpoint, the next open recovers from the log: {1}",
                    directory.path(),
                    failed.getMessage());
            return Optional.empty();
        }
    }
}
