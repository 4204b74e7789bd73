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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Writes what spares the next open work: while the store serves, graph snapshots, so that little is linked anew; at the end,
 * also the tables and the catalog, so that no log is read. Not safe from several threads.
 */
public final class Checkpointer {
    private final StoreDirectory directory;
    private final WriteAheadLog log;
    private final SnapshotFiles snapshots;
    private final Map<Integer, Written> written = new HashMap<>();

    /** Checkpoints of the store in this directory, tied to positions of this log. */
    public Checkpointer(StoreDirectory directory, WriteAheadLog log) {
        this.directory = directory;
        this.log = log;
        this.snapshots = new SnapshotFiles(directory.graph());
    }

    /** A collection's last snapshot, which is without vectors, and how many changes it had then. */
    private record Written(LiveCollection live, long changes, Path file) {}

    /**
     * Writes the graphs that changed since this was last called, while others write; then removes older ones. What a
     * snapshot holds of records behind {@code sequence} is forced in the log before it is there. They are without vectors:
     * only a recovery may need them, which makes the tables again from the log, where the vectors are.
     *
     * @param sequence a record of the log; it and all before it are applied
     * @param all whether graphs that did not change are written too, because the log before the sequence will go
     * @param stopped whether to give up; what is there then stays
     */
    public void write(LiveCollections collections, long sequence, boolean all, BooleanSupplier stopped)
            throws IOException {
        Set<Path> kept = new HashSet<>();
        for (LiveCollection live : collections.all()) {
            if (live.dimensionless()) {
                continue;
            }
            if (stopped.getAsBoolean()) {
                return;
            }
            int number = live.state().collection();
            long changes = live.changes();
            Written last = written.get(number);
            if (all || last == null || last.live() != live || last.changes() != changes) {
                last = new Written(live, changes, snapshots.graph(number, sequence));
                try (GraphSnapshot snapshot = GraphSnapshot.capture(live.index(), sequence, false)) {
                    log.force();
                    snapshot.write(last.file());
                }
                written.put(number, last);
            }
            kept.add(last.file());
        }
        written.keySet().removeIf(number -> collections.find(number) == null);
        snapshots.keepOnly(kept);
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
            tables.add(live.sync());
            Path graph = snapshots.graph(live.state().collection(), sequence);
            Written last = written.get(live.state().collection());
            boolean without = last != null && last.file().equals(graph);
            if (!unchanged || without || !Files.exists(graph)) {
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
