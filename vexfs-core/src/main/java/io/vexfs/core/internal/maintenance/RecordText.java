package io.vexfs.core.internal.maintenance;

import io.vexfs.core.DescribedRecord;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.log.VectorFileState;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Log records as a person reads them; each part of a batch is one of its own. */
final class RecordText {
    private final Path file;
    private final Consumer<DescribedRecord> sink;

    RecordText(Path file, Consumer<DescribedRecord> sink) {
        this.file = file;
        this.sink = sink;
    }

    void tell(long offset, long sequence, LogRecord record) {
        if (record instanceof LogRecord.Batch batch) {
            batch.records().forEach(part -> tell(offset, sequence, part));
        } else if (record instanceof LogRecord.VectorsPut put) {
            line(offset, sequence, "vectors-put", put.collection(), ids(put.entries()), shape(put.entries()));
        } else if (record instanceof LogRecord.VectorsDeleted deleted) {
            List<String> ids = deleted.keys().stream().map(RecordText::id).toList();
            line(offset, sequence, "vectors-deleted", deleted.collection(), ids, ids.size() + " vectors");
        } else if (record instanceof LogRecord.FilePut put) {
            String replaced = put.oldRows() == 0 ? "" : ", replaces " + put.oldRows() + " rows";
            line(
                    offset,
                    sequence,
                    "file-put",
                    put.state().collection(),
                    ids(put.rows()),
                    text(put.state()) + ", " + shape(put.rows()) + replaced);
        } else {
            tellOther(offset, sequence, record);
        }
    }

    private void tellOther(long offset, long sequence, LogRecord record) {
        if (record instanceof LogRecord.CollectionMade made) {
            tell(offset, sequence, "collection-made", made.state());
        } else if (record instanceof LogRecord.CollectionChanged changed) {
            tell(offset, sequence, "collection-changed", changed.state());
        } else if (record instanceof LogRecord.CollectionDropped dropped) {
            line(offset, sequence, "collection-dropped", dropped.collection(), List.of(), "");
        } else if (record instanceof LogRecord.FileRemoved removed) {
            line(offset, sequence, "file-removed", "file " + removed.fileId());
        } else if (record instanceof LogRecord.NodeMade made) {
            String what = made.fileId() == 0 ? "directory" : "file " + made.fileId();
            line(offset, sequence, "node-made", place(made.node(), made.parent(), made.name()) + ", " + what);
        } else if (record instanceof LogRecord.NodeMoved moved) {
            line(offset, sequence, "node-moved", place(moved.node(), moved.parent(), moved.name()));
        } else if (record instanceof LogRecord.NodeRemoved removed) {
            line(offset, sequence, "node-removed", "node " + removed.node());
        } else if (record instanceof LogRecord.Counters counters) {
            String detail = "next node " + counters.nextNode() + ", next collection " + counters.nextCollection();
            line(offset, sequence, "counters", detail);
        } else {
            line(offset, sequence, "other", record.toString());
        }
    }

    void tell(long offset, long sequence, String kind, CollectionState state) {
        line(
                offset,
                sequence,
                kind,
                state.collection(),
                List.of(),
                "node " + state.directoryNode() + ", " + state.metric().text() + ", " + state.dimensions()
                        + " dimensions" + (state.dimensionsSet() ? " by settings" : "") + ", m " + state.m()
                        + ", efConstruction " + state.efConstruction() + ", quantization "
                        + state.quantization().text() + ", vectors "
                        + state.storage().text());
    }

    void line(long offset, long sequence, String kind, String detail) {
        sink.accept(new DescribedRecord(file, offset, sequence, kind, OptionalInt.empty(), List.of(), detail));
    }

    void line(long offset, long sequence, String kind, int collection, List<String> ids, String detail) {
        sink.accept(new DescribedRecord(file, offset, sequence, kind, OptionalInt.of(collection), ids, detail));
    }

    static String place(int node, int parent, String name) {
        return "node " + node + " '" + name + "' in node " + parent;
    }

    private static String text(VectorFileState state) {
        return "file " + state.fileId() + " at node " + state.node() + ", "
                + state.stamp().sizeBytes() + " bytes, " + state.status().text();
    }

    private static List<String> ids(List<VectorEntry> entries) {
        return entries.stream().map(entry -> id(entry.key())).toList();
    }

    private static String id(byte[] bytes) {
        VectorKey key = VectorKey.of(bytes);
        return key.isFile() ? key.fileId() + "#" + key.row() : key.id();
    }

    private static String shape(List<VectorEntry> entries) {
        return entries.isEmpty()
                ? "0 vectors"
                : entries.size() + " vectors of " + entries.get(0).vector().length + " dimensions";
    }
}
