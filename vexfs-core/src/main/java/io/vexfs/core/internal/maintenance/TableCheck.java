package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.TableEntry;
import io.vexfs.core.internal.storage.TableHead;
import io.vexfs.core.internal.storage.TableMark;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Compares the table of one collection with the log, both ways, and the graph's vectors with the table's. */
final class TableCheck implements AutoCloseable {
    private final Path map;
    private final int collection;
    private final LogTruth truth;
    private final Findings findings;
    private @Nullable RecordTable table;

    TableCheck(Path map, int collection, LogTruth truth, Findings findings) {
        this.map = map;
        this.collection = collection;
        this.truth = truth;
        this.findings = findings;
    }

    void open(TableMark mark) {
        try {
            RecordTable opened = RecordTable.open(map, map, mark);
            table = opened;
            findings.read(opened.bytes());
            compare(opened);
        } catch (CorruptStoreException damaged) {
            findings.problem(Kind.DERIVED, damaged);
        } catch (VexfsException refused) {
            findings.problem(Kind.DERIVED, map, 0, "volumes that can be opened", String.valueOf(refused.getMessage()));
        }
    }

    private void compare(RecordTable opened) {
        Path place = map.resolve(collection + "-1.map");
        BitSet seen = new BitSet();
        opened.forEachKey(key -> {
            try {
                opened.get(key).ifPresent(entry -> {
                    seen.set(entry.ordinal());
                    compare(place, opened, key, entry);
                });
            } catch (CorruptStoreException damaged) {
                findings.problem(Kind.DERIVED, damaged);
            }
        });
        truth.forEach(collection, (key, ordinal) -> {
            if (!seen.get(ordinal)) {
                findings.problem(Kind.DERIVED, place, 0, "a record of " + key, "none");
            }
        });
    }

    private void compare(Path place, RecordTable opened, VectorKey key, TableEntry entry) {
        int ordinal = truth.ordinal(collection, key);
        if (ordinal != entry.ordinal()) {
            findings.problem(
                    Kind.DERIVED,
                    place,
                    0,
                    ordinal < 0 ? "no record of " + key : "ordinal " + ordinal + " of " + key,
                    "ordinal " + entry.ordinal());
        } else if (!truth.holds(collection, key, entry.vector(), entry.metadata())) {
            findings.problem(Kind.DERIVED, place, 0, "vector and metadata of " + key + " as in the log", "others");
        } else {
            compareHead(place, key, entry, opened.head(ordinal).orElse(null));
        }
    }

    /** What hits are shown from says the same. */
    private void compareHead(Path place, VectorKey key, TableEntry entry, @Nullable TableHead head) {
        if (head == null || !head.key().equals(key)) {
            findings.problem(
                    Kind.DERIVED,
                    place,
                    0,
                    "ordinal " + entry.ordinal() + " to name " + key,
                    head == null ? "none" : head.key().toString());
        } else if (!Arrays.equals(head.metadata(), entry.metadata())) {
            findings.problem(
                    Kind.DERIVED, place, 0, "metadata of ordinal " + entry.ordinal() + " as in its record", "others");
        }
    }

    /** Compares a graph's vectors with those of the table. */
    void compare(Path graph, VectorIndex index) {
        RecordTable opened = table;
        if (opened == null) {
            return;
        }
        opened.forEachKey(key -> {
            try {
                opened.get(key).ifPresent(entry -> {
                    if (index.contains(entry.ordinal()) && !index.holds(entry.ordinal(), entry.vector())) {
                        findings.problem(
                                Kind.DERIVED,
                                graph,
                                84,
                                "the vector of ordinal " + entry.ordinal() + " (" + key + ")",
                                "another");
                    }
                });
            } catch (CorruptStoreException told) {
                // Named when the table was compared.
            }
        });
    }

    @Override
    public void close() {
        RecordTable opened = table;
        if (opened != null) {
            opened.close();
        }
    }
}
