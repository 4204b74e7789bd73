package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.DescribedRecord;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.CatalogSnapshot;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.disk.OtherVersionException;
import io.vexfs.core.internal.graph.GraphSnapshot;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.recovery.SnapshotFiles;
import io.vexfs.core.internal.recovery.SnapshotFiles.GraphName;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import io.vexfs.core.internal.storage.TableMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The records of a store's log and checkpoints, told one by one; takes no lock and changes nothing. */
public final class StoreDescription {
    private static final String DAMAGE = "damage";

    private final Path store;
    private final long storeId;
    private final Consumer<DescribedRecord> sink;

    private StoreDescription(Path store, Consumer<DescribedRecord> sink) {
        this.store = store;
        this.storeId = StoreDirectory.storeId(store);
        this.sink = sink;
    }

    /** Describes a whole store, or one of its files. */
    public static void tell(Path store, Optional<Path> file, Consumer<DescribedRecord> sink) {
        StoreDescription description = new StoreDescription(store, sink);
        try {
            if (file.isPresent()) {
                description.file(file.get());
                return;
            }
            LogFiles log = LogFiles.onDisk(store.resolve("log"));
            Optional<Path> base = LogScan.base(log);
            if (base.isPresent()) {
                description.segment(base.get());
            }
            for (long number : LogScan.numbers(log)) {
                description.segment(LogScan.path(log, number));
            }
            LogScan.aborted(log)
                    .forEach((sequence, marker) -> new RecordText(marker, sink)
                            .line(
                                    0,
                                    sequence,
                                    "aborted",
                                    "this record failed after it was appended and does not count"));
            for (Path snapshot : new SnapshotFiles(store.resolve("graph"))
                    .all().stream().sorted().toList()) {
                description.snapshot(snapshot);
            }
            description.mark();
        } catch (IOException failed) {
            throw Disk.readFailure(file.orElse(store), failed);
        }
    }

    private void file(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.equals("CLEAN")) {
            mark();
        } else if (name.endsWith(".log") || name.endsWith(".base")) {
            segment(file);
        } else if (!snapshot(file)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    file
                            + ": expected CLEAN, a segment (.log), a base (.base), a graph (.graph) or a catalog (.names), was another file");
        }
    }

    private void segment(Path segment) throws IOException {
        RecordText text = new RecordText(segment, sink);
        LogScan.file(segment, new LogScan.Visitor() {
            @Override
            public void record(LogScan.Place place, LogRecord record) {
                text.tell(place.offset(), place.sequence(), record);
            }

            @Override
            public void damage(CorruptStoreException damage, long from) {
                text.line(damage.offset(), 0, DAMAGE, detail(damage));
            }

            @Override
            public void unfinished(Path file, long offset, long bytes) {
                text.line(offset, 0, "unfinished", bytes + " bytes of a record that was never acknowledged");
            }
        });
    }

    private static String detail(CorruptStoreException damage) {
        return "expected " + damage.expected() + ", was " + damage.found();
    }

    private boolean snapshot(Path file) throws IOException {
        RecordText text = new RecordText(file, sink);
        OptionalLong catalog = SnapshotFiles.catalogSequence(file);
        Optional<GraphName> graph = SnapshotFiles.graphName(file);
        try {
            if (catalog.isPresent()) {
                catalog(text, catalog.getAsLong(), CatalogSnapshot.read(file, storeId, catalog.getAsLong()));
            } else if (graph.isPresent()) {
                GraphSnapshot.Restored restored = GraphSnapshot.read(file);
                VectorIndex index = restored.index();
                text.line(
                        0,
                        restored.logPosition(),
                        "graph",
                        graph.get().collection(),
                        List.of(),
                        index.metric().text() + ", " + index.dimensions() + " dimensions, " + index.size()
                                + " vectors, " + index.pending() + " of them pending, m "
                                + index.shape().m());
            }
        } catch (OtherVersionException unread) {
            text.line(0, 0, "graph", String.valueOf(unread.getMessage()));
        } catch (CorruptStoreException damage) {
            text.line(damage.offset(), 0, DAMAGE, detail(damage));
        }
        return catalog.isPresent() || graph.isPresent();
    }

    private static void catalog(RecordText text, long sequence, Catalog catalog) {
        text.line(
                0,
                sequence,
                "catalog",
                "next node " + catalog.names().nextId() + ", next collection " + catalog.nextCollection());
        catalog.names().forEachBelow(catalog.names().root(), node -> {
            Node parent = node.parent();
            if (parent != null) {
                String what = node.directory() ? "directory" : "file " + node.fileId();
                text.line(0, sequence, "node", RecordText.place(node.id(), parent.id(), node.name()) + ", " + what);
            }
        });
        catalog.collections().forEach(state -> text.tell(0, sequence, "collection", state));
        for (FileEntry file : catalog.files()) {
            text.line(
                    0,
                    sequence,
                    "file",
                    file.collection(),
                    List.of(),
                    "file " + file.stamp().fileId() + " at " + file.path() + ", "
                            + file.stamp().sizeBytes() + " bytes, " + file.rows() + " rows, "
                            + file.status().text());
        }
    }

    private void mark() {
        Path file = store.resolve("CLEAN");
        RecordText text = new RecordText(file, sink);
        Optional<CleanMark> mark = StoreDirectory.cleanMark(store, storeId);
        if (mark.isEmpty()) {
            if (StoreDirectory.hasCleanMark(store)) {
                text.line(0, 0, DAMAGE, "expected the mark of a clean close of this store, was bytes that are none");
            }
            return;
        }
        CleanMark clean = mark.get();
        text.line(
                0,
                clean.sequence(),
                "clean-mark",
                "log ends in segment " + clean.segment() + " at " + clean.segmentBytes() + " bytes");
        for (TableMark table : clean.tables()) {
            text.line(
                    0,
                    clean.sequence(),
                    "table",
                    table.collection(),
                    List.of(),
                    table.size() + " vectors in " + table.volumes().size() + " volumes");
        }
    }
}
