package io.vexfs.core.internal.catalog;

import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.VectorEntry;
import io.vexfs.core.internal.storage.VectorKey;

/** What becomes of vectors when a log record is applied: live they go to table and index, in recovery elsewhere. */
public interface VectorSide {
    /** A collection begins. */
    void made(CollectionState state);

    /** A collection's settings changed; its vectors stay. */
    void changed(CollectionState state);

    /** A collection ends, with its vectors. */
    void dropped(int collection);

    /** A vector takes its key. */
    void put(int collection, VectorEntry entry);

    /** A key has no vector any more; nothing if it had none. */
    void delete(int collection, VectorKey key);
}
