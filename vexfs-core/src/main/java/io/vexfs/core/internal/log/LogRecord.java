package io.vexfs.core.internal.log;

import java.util.List;
import java.util.Objects;

/** One change of a store, all or nothing. */
public sealed interface LogRecord {
    /** Whether it takes vectors, files, names or collections away and brings no vector. */
    default boolean deletesOnly() {
        return false;
    }

    /** A new collection. */
    record CollectionMade(CollectionState state) implements LogRecord {
        /** Checks that nothing is missing. */
        public CollectionMade {
            Objects.requireNonNull(state, "state");
        }
    }

    /** What a collection is from now on. */
    record CollectionChanged(CollectionState state) implements LogRecord {
        /** Checks that nothing is missing. */
        public CollectionChanged {
            Objects.requireNonNull(state, "state");
        }
    }

    /** A collection and its vectors are gone. */
    record CollectionDropped(int collection) implements LogRecord {
        @Override
        public boolean deletesOnly() {
            return true;
        }
    }

    /** Vectors of one collection, each in place of what had its key. */
    record VectorsPut(int collection, List<VectorEntry> entries) implements LogRecord {
        /** Copies the list. */
        public VectorsPut {
            entries = List.copyOf(entries);
        }
    }

    /** Keys of one collection whose vectors are gone. The key arrays are shared; nobody may change them. */
    record VectorsDeleted(int collection, List<byte[]> keys) implements LogRecord {
        /** Copies the list. */
        public VectorsDeleted {
            keys = List.copyOf(keys);
        }

        @Override
        public boolean deletesOnly() {
            return true;
        }
    }

    /**
     * Everything about a file, in place of what was stored for it.
     *
     * @param oldCollection the collection of the rows that it replaces; −1 if there were none
     * @param oldRows how many rows it replaces
     */
    record FilePut(VectorFileState state, int oldCollection, int oldRows, List<VectorEntry> rows) implements LogRecord {
        /** Copies the list. */
        public FilePut {
            Objects.requireNonNull(state, "state");
            rows = List.copyOf(rows);
        }
    }

    /** A file is gone, and its vectors. */
    record FileRemoved(long fileId) implements LogRecord {
        @Override
        public boolean deletesOnly() {
            return true;
        }
    }

    /**
     * A new name in the tree of names.
     *
     * @param fileId the file that it names; 0 for a directory
     */
    record NodeMade(int node, int parent, String name, long fileId) implements LogRecord {
        /** Checks that nothing is missing. */
        public NodeMade {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A name that moved. */
    record NodeMoved(int node, int parent, String name) implements LogRecord {
        /** Checks that nothing is missing. */
        public NodeMoved {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A name that is gone. */
    record NodeRemoved(int node) implements LogRecord {
        @Override
        public boolean deletesOnly() {
            return true;
        }
    }

    /** Numbers below which nodes and collections were given; what a base begins with. */
    record Counters(int nextNode, int nextCollection) implements LogRecord {}

    /**
     * The end of a base, which holds nothing of records behind {@code through}.
     *
     * @param through the last record of the log that may be in the base already
     */
    record BaseEnd(long through) implements LogRecord {}

    /** Several changes, all or none of them. */
    record Batch(List<LogRecord> records) implements LogRecord {
        /** Copies the list; a batch holds no batch. */
        public Batch {
            records = List.copyOf(records);
            for (LogRecord record : records) {
                if (record instanceof Batch) {
                    throw new IllegalArgumentException("batch: expected plain records, was a batch in a batch");
                }
            }
        }

        /** A collection that is made in place of one that is dropped holds nothing yet. */
        @Override
        public boolean deletesOnly() {
            return records.stream().anyMatch(LogRecord::deletesOnly)
                    && records.stream().allMatch(part -> part.deletesOnly() || part instanceof CollectionMade);
        }
    }
}
