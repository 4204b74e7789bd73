package io.vexfs.core.internal.recovery;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.CatalogSnapshot;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.disk.OtherVersionException;
import io.vexfs.core.internal.graph.GraphSnapshot;
import io.vexfs.core.internal.graph.RowFile;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.StoreDirectory;
import io.vexfs.core.internal.storage.TableMark;
import io.vexfs.core.internal.storage.VectorsFile;
import io.vexfs.core.internal.storage.VolumeMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings names, tables and indexes back when a store is opened.
 *
 * <p>After a clean end they are opened as they are, and nothing is inserted anywhere. After any other end there is one
 * path: the map is made again from the log, the names with it, and a graph snapshot is taken as far as it goes; the
 * ordinals that records behind it touched are taken out of it and put again as pending, so that searches are right at
 * once and linking goes on while the store serves.
 */
public final class Recovery {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.recovery");
    private static final String MADE_AGAIN = "a file of another version of VexFS is made again from the log: {0}";

    private final StoreDirectory directory;
    private final Path map;
    private final WriteAheadLog log;
    private final boolean autoRebuild;
    private final SnapshotFiles snapshots;

    /**
     * @param map where the tables are
     * @param autoRebuild whether snapshots that are missing or damaged are made again, rather than refused
     */
    public Recovery(StoreDirectory directory, Path map, WriteAheadLog log, boolean autoRebuild) {
        this.directory = directory;
        this.map = map;
        this.log = log;
        this.autoRebuild = autoRebuild;
        this.snapshots = new SnapshotFiles(directory.graph());
    }

    /** Brings the store back; {@code mark} is what a clean close left. */
    public Recovered run(Optional<CleanMark> mark) {
        if (mark.isPresent()) {
            LiveCollections collections = new LiveCollections(map);
            try {
                Catalog catalog = openClean(mark.get(), collections);
                return new Recovered(catalog, collections, true, 0);
            } catch (OtherVersionException other) {
                collections.close();
                LOGGER.log(System.Logger.Level.INFO, MADE_AGAIN, other.getMessage());
            } catch (IOException | CorruptStoreException damaged) {
                collections.close();
                requireRebuild(damaged);
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "what {0} keeps beside its log was copied or is damaged, and is made again from it: {1}",
                        directory.path(),
                        damaged.getMessage());
            }
        }
        try {
            return replay();
        } catch (IOException | UncheckedIOException failed) {
            throw new VexfsException(
                    FuseVexfsError.SYNC_ERROR,
                    directory.path() + ": cannot be recovered: " + failed.getMessage(),
                    failed);
        }
    }

    private void requireRebuild(Exception damaged) {
        if (!autoRebuild) {
            throw new VexfsException(
                    FuseVexfsError.CORRUPT,
                    "the index is damaged, and autoRebuild is off: " + damaged.getMessage(),
                    damaged);
        }
    }

    private Catalog openClean(CleanMark mark, LiveCollections collections) throws IOException {
        Path names = snapshots.catalog(mark.sequence());
        Catalog catalog = CatalogSnapshot.read(names, directory.storeId(), mark.sequence());
        Map<Integer, TableMark> tables = new HashMap<>();
        mark.tables().forEach(table -> tables.put(table.collection(), table));
        for (CollectionState state : catalog.collections()) {
            if (state.dimensions() == 0) {
                collections.add(new LiveCollection(state));
                continue;
            }
            TableMark table = tables.get(state.collection());
            if (table == null) {
                throw new CorruptStoreException(names, 0, "a table for each collection", "none for " + state);
            }
            collections.add(openClean(state, mark.sequence(), table));
        }
        return catalog;
    }

    private LiveCollection openClean(CollectionState state, long sequence, TableMark mark) throws IOException {
        TableOpening opening = TableOpening.begin(mark.size(), () -> RecordTable.open(map, directory.map(), mark));
        VectorIndex index;
        try {
            index = openGraph(state, sequence, mark);
            if (index.size() != mark.size()) {
                throw new CorruptStoreException(
                        snapshots.graph(state.collection(), sequence),
                        0,
                        mark.size() + " vectors",
                        String.valueOf(index.size()));
            }
        } catch (IOException | RuntimeException | Error failed) {
            opening.discard(failed);
            throw failed;
        }
        return new LiveCollection(state, opening.table(), index, mark.rows());
    }

    /** The graph of a clean close, with the mapped vectors as they were left, if the mark says how. */
    private VectorIndex openGraph(CollectionState state, long sequence, TableMark mark) throws IOException {
        Path graph = snapshots.graph(state.collection(), sequence);
        Path vectors = VectorsFile.of(directory.map(), state.collection());
        Optional<RowFile> rows = Optional.empty();
        if (state.storage() == VectorStorage.MAPPED) {
            VolumeMark left = mark.rows()
                    .orElseThrow(() -> new CorruptStoreException(vectors, 0, "a file that the mark knows", "none"));
            left.require(vectors, vectors);
            boolean own = map.equals(directory.map());
            rows = Optional.of(new RowFile(vectors, own ? RowFile.Use.KEEP : RowFile.Use.READ));
        }
        GraphSnapshot.Restored restored = readGraph(state, sequence, rows);
        if (!restored.hasVectors()) {
            throw new CorruptStoreException(graph, 76, "vectors in the graph's file", "none");
        }
        restored.index().quantize(state.quantization());
        return restored.index();
    }

    private GraphSnapshot.Restored readGraph(CollectionState state, long sequence, Optional<RowFile> rows)
            throws IOException {
        Path file = snapshots.graph(state.collection(), sequence);
        GraphSnapshot.Restored restored = GraphSnapshot.read(file, state.dimensions(), state.metric(), rows);
        if (restored.logPosition() != sequence) {
            throw new CorruptStoreException(
                    file, 0, "log position " + sequence, String.valueOf(restored.logPosition()));
        }
        return restored;
    }

    private Recovered replay() throws IOException {
        deleteMaps();
        RecoveryProgress progress = new RecoveryProgress(directory.path(), System::nanoTime);
        long[] applied = {0};
        Catalog catalog = new Catalog();
        ReplayedVectors vectors = new ReplayedVectors(map, snapshots, log.lastSequence());
        RecordApplier applier = new RecordApplier(catalog, vectors);
        long records = log.replay(0, (sequence, record) -> {
            vectors.at(sequence);
            applier.apply(record);
            progress.read(++applied[0]);
        });
        LiveCollections collections = new LiveCollections(map);
        for (ReplayedCollection replayed : vectors.collections().values()) {
            RecordTable table = replayed.table();
            collections.add(
                    table == null
                            ? new LiveCollection(replayed.state())
                            : new LiveCollection(replayed.state(), table, index(replayed, table, progress)));
        }
        progress.ended(records);
        return new Recovered(catalog, collections, false, records);
    }

    private VectorIndex index(ReplayedCollection replayed, RecordTable table, RecoveryProgress progress) {
        CollectionState state = replayed.state();
        String reason = "there was no graph to begin from";
        if (replayed.snapshot().isPresent()) {
            try {
                VectorIndex index = filledGraph(state, replayed.snapshot().getAsLong(), table, progress);
                catchUp(index, replayed.touched(), table);
                if (index.size() == table.size()) {
                    return index;
                }
                reason = "the graph's file has " + index.size() + " vectors, the log " + table.size();
            } catch (OtherVersionException other) {
                reason = "the graph's file is of another version: " + other.getMessage();
                LOGGER.log(System.Logger.Level.INFO, MADE_AGAIN, other.getMessage());
            } catch (IOException | CorruptStoreException damaged) {
                requireRebuild(damaged);
                reason = "the graph's file is damaged: " + damaged.getMessage();
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "a graph snapshot is damaged, the graph is built anew: {0}",
                        damaged.getMessage());
            }
        }
        VectorIndex index = LiveCollections.newIndex(state, table.vectorsFile());
        index.care().rebuilding(reason);
        catchUp(index, new BitSet(), table);
        return index;
    }

    /** The graph of a snapshot. Where it has no vectors, or they are to be mapped, they come from the table. */
    private VectorIndex filledGraph(CollectionState state, long sequence, RecordTable table, RecoveryProgress progress)
            throws IOException {
        Optional<RowFile> rows = state.storage() == VectorStorage.MAPPED
                ? Optional.of(new RowFile(table.vectorsFile(), RowFile.Use.MAKE))
                : Optional.empty();
        GraphSnapshot.Restored restored = readGraph(state, sequence, rows);
        VectorIndex index = restored.index();
        if (!restored.hasVectors()) {
            long size = table.size();
            long[] seen = {0};
            index.beginFill();
            table.scan(entry -> {
                if (index.contains(entry.ordinal())) {
                    index.fill(entry.ordinal(), entry.vector());
                }
                progress.filled(state.collection(), ++seen[0], size);
            });
        }
        index.quantize(state.quantization());
        return index;
    }

    private static void catchUp(VectorIndex index, BitSet touched, RecordTable table) {
        touched.stream().filter(index::contains).forEach(index::remove);
        index.settle();
        table.scan(entry -> {
            if (!index.contains(entry.ordinal())) {
                index.putAt(entry.ordinal(), entry.vector());
            }
        });
    }

    private void deleteMaps() throws IOException {
        List<Path> volumes;
        try (Stream<Path> files = Files.list(map)) {
            volumes = files.toList();
        }
        for (Path volume : volumes) {
            Files.delete(volume);
        }
        Disk.forceDirectory(map);
    }
}
