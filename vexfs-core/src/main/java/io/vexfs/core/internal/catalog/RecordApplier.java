package io.vexfs.core.internal.catalog;

import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.VectorKey;

/**
 * The one meaning of a log record, live and in recovery: what it does to the catalog, and what to the vectors. Not safe
 * from several threads where records change the catalog.
 */
public final class RecordApplier {
    private final Catalog catalog;
    private final VectorSide vectors;

    /** Applies records to this catalog and these vectors. */
    public RecordApplier(Catalog catalog, VectorSide vectors) {
        this.catalog = catalog;
        this.vectors = vectors;
    }

    /** Carries out a record. */
    public void apply(LogRecord record) {
        if (record instanceof LogRecord.Batch batch) {
            batch.records().forEach(this::apply);
        } else if (record instanceof LogRecord.VectorsPut put) {
            for (VectorEntry entry : put.entries()) {
                vectors.put(put.collection(), entry);
            }
        } else if (record instanceof LogRecord.VectorsDeleted deleted) {
            for (byte[] key : deleted.keys()) {
                vectors.delete(deleted.collection(), VectorKey.of(key));
            }
        } else {
            applyToBoth(record);
        }
    }

    private void applyToBoth(LogRecord record) {
        if (record instanceof LogRecord.FilePut put) {
            putRows(put);
        } else if (record instanceof LogRecord.FileRemoved removed) {
            removeRows(removed.fileId());
        } else if (record instanceof LogRecord.CollectionMade made) {
            vectors.made(made.state());
        } else if (record instanceof LogRecord.CollectionChanged changed) {
            vectors.changed(changed.state());
        } else if (record instanceof LogRecord.CollectionDropped dropped) {
            vectors.dropped(dropped.collection());
        }
        catalog.apply(record);
    }

    /** New rows first, old ones after: a search between the two finds a row twice rather than never. */
    private void putRows(LogRecord.FilePut put) {
        int collection = put.state().collection();
        for (VectorEntry entry : put.rows()) {
            vectors.put(collection, entry);
        }
        int kept = put.oldCollection() == collection ? put.rows().size() : 0;
        for (int row = kept; row < put.oldRows(); row++) {
            vectors.delete(put.oldCollection(), VectorKey.ofFile(put.state().fileId(), row));
        }
    }

    private void removeRows(long fileId) {
        FileEntry file = catalog.file(fileId);
        if (file == null) {
            return;
        }
        for (int row = 0; row < file.rows(); row++) {
            vectors.delete(file.collection(), VectorKey.ofFile(fileId, row));
        }
    }
}
