package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.CatalogSnapshot;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.graph.GraphSnapshot;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import io.vexfs.core.internal.storage.TableMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes what lets the next open read no log: tables on the disk, graph snapshots, the catalog. */
public final class Checkpointer {
    private final StoreDirectory directory;
    private final WriteAheadLog log;
    private final SnapshotFiles snapshots;

    /** Checkpoints of the store in this directory, tied to positions of this log. */
    public Checkpointer(StoreDirectory directory, WriteAheadLog log) {
        this.directory = directory;
        this.log = log;
        this.snapshots = new SnapshotFiles(directory.graph());
    }

    /**
     * Brings everything to the disk, when nobody writes any more, and gives the mark that says so. Snapshots of before
     * are removed once the new ones stand.
     *
     * @param unchangedSince the log position that the present snapshots stand for; −1 if they are to be written anew
     */
    public CleanMark write(Catalog catalog, LiveCollections collections, long unchangedSince) throws IOException {
        log.force();
        long sequence = log.lastSequence();
        boolean unchanged = unchangedSince == sequence;
        Set<Path> kept = new HashSet<>();
        List<TableMark> tables = new ArrayList<>();
        for (LiveCollection live : collections.all()) {
            if (live.dimensionless()) {
                continue;
            }
            live.table().sync();
            tables.add(live.table().mark());
            Path graph = snapshots.graph(live.state().collection(), sequence);
            if (!unchanged || !Files.exists(graph)) {
                GraphSnapshot.write(live.index(), graph, sequence);
            }
            kept.add(graph);
        }
        Path names = snapshots.catalog(sequence);
        if (!unchanged || !Files.exists(names)) {
            CatalogSnapshot.write(catalog, names, directory.storeId(), sequence);
        }
        kept.add(names);
        snapshots.keepOnly(kept);
        LogEnd end = log.end();
        return new CleanMark(sequence, end.segment(), end.bytes(), tables);
    }
}
