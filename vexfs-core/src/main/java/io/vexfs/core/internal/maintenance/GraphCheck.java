package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.internal.disk.OtherVersionException;
import io.vexfs.core.internal.graph.GraphReport;
import io.vexfs.core.internal.graph.GraphSnapshot;
import io.vexfs.core.internal.graph.GraphVerifier;
import io.vexfs.core.internal.graph.RowFile;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.recovery.SnapshotFiles;
import io.vexfs.core.internal.recovery.SnapshotFiles.GraphName;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import io.vexfs.core.internal.storage.TableMark;
import io.vexfs.core.internal.storage.VectorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the graphs' files, and compares those of a clean close, and the maps, with what the log says. */
final class GraphCheck {
    private final StoreDirectory directory;
    private final SnapshotFiles snapshots;
    private final LogTruth truth;
    private final Findings findings;
    private final long lastSequence;
    private final Set<Path> compared = new HashSet<>();

    GraphCheck(StoreDirectory directory, LogTruth truth, Findings findings, long lastSequence) {
        this.directory = directory;
        this.snapshots = new SnapshotFiles(directory.graph());
        this.truth = truth;
        this.findings = findings;
        this.lastSequence = lastSequence;
    }

    /** Compares what the mark says is to be trusted, and reads the rest. */
    void compare(CleanMark mark) throws IOException {
        Path markFile = directory.path().resolve("CLEAN");
        for (TableMark table : mark.tables()) {
            CollectionState state = truth.catalog().collection(table.collection());
            if (state == null || state.dimensions() == 0) {
                findings.problem(
                        Kind.DERIVED, markFile, 0, "tables of collections", "one of collection " + table.collection());
            }
        }
        for (CollectionState state : truth.catalog().collections()) {
            if (state.dimensions() == 0) {
                continue;
            }
            Optional<TableMark> table = mark.tables().stream()
                    .filter(each -> each.collection() == state.collection())
                    .findFirst();
            if (table.isEmpty()) {
                findings.problem(Kind.DERIVED, markFile, 0, "a table of collection " + state.collection(), "none");
                continue;
            }
            Path graph = snapshots.graph(state.collection(), mark.sequence());
            compared.add(graph);
            try (TableCheck check = new TableCheck(directory.map(), state.collection(), truth, findings)) {
                check.open(table.get());
                VectorIndex index = readGraph(graph, state, mark.sequence(), table.get());
                if (index != null) {
                    compare(graph, state, index);
                    check.compare(graph, index);
                }
            }
        }
        read();
    }

    private @Nullable VectorIndex readGraph(Path file, CollectionState state, long sequence, TableMark table)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            findings.problem(
                    Kind.DERIVED,
                    file,
                    0,
                    "the graph of collection " + state.collection() + " at the last close",
                    "no file");
            return null;
        }
        Optional<RowFile> rows = Optional.empty();
        if (state.storage() == VectorStorage.MAPPED) {
            rows = vectors(state, table);
            if (rows.isEmpty()) {
                return null;
            }
        }
        VectorIndex index = readGraph(file, sequence, rows);
        boolean fits = index == null || index.dimensions() == state.dimensions() && index.metric() == state.metric();
        if (index != null && !fits) {
            findings.problem(
                    Kind.DERIVED,
                    file,
                    12,
                    state.dimensions() + " dimensions, " + state.metric().text(),
                    index.dimensions() + " dimensions, " + index.metric().text());
        }
        return fits ? index : null;
    }

    /** The file of mapped vectors, if it is as it was left. */
    private Optional<RowFile> vectors(CollectionState state, TableMark table) throws IOException {
        Path file = VectorsFile.of(directory.map(), state.collection());
        try {
            if (table.rows().isEmpty()) {
                throw new CorruptStoreException(file, 0, "a file that the mark knows", "none");
            }
            table.rows().get().require(file, file);
            findings.read(Files.size(file));
            return Optional.of(new RowFile(file, RowFile.Use.READ));
        } catch (CorruptStoreException damaged) {
            findings.problem(Kind.DERIVED, damaged);
        } catch (VexfsException refused) {
            findings.problem(Kind.DERIVED, file, 0, "a file that can be opened", String.valueOf(refused.getMessage()));
        }
        return Optional.empty();
    }

    /** Reads a graph and proves it sound in itself. */
    private @Nullable VectorIndex readGraph(Path file, long sequence, Optional<RowFile> rows) throws IOException {
        try {
            GraphSnapshot.Restored restored = GraphSnapshot.read(file, rows);
            if (restored.logPosition() != sequence) {
                throw new CorruptStoreException(
                        file, 40, "log position " + sequence, String.valueOf(restored.logPosition()));
            }
            GraphReport report = GraphVerifier.verify(restored.index(), restored.hasVectors());
            for (String problem : report.problems()) {
                findings.problem(Kind.DERIVED, file, 0, "a sound graph", problem);
            }
            return restored.index();
        } catch (OtherVersionException unread) {
            // No damage, and the next open makes it again.
            return null;
        } catch (CorruptStoreException damaged) {
            findings.problem(Kind.DERIVED, damaged);
        } catch (VexfsException | IllegalArgumentException impossible) {
            findings.problem(Kind.DERIVED, file, 0, "a graph", String.valueOf(impossible.getMessage()));
        } finally {
            findings.read(Files.size(file));
        }
        return null;
    }

    private void compare(Path file, CollectionState state, VectorIndex index) {
        int expected = truth.vectors(state.collection());
        if (index.size() != expected) {
            findings.problem(Kind.DERIVED, file, 84, expected + " vectors as in the log", String.valueOf(index.size()));
        }
        truth.forEach(state.collection(), (key, ordinal) -> {
            if (!index.contains(ordinal)) {
                findings.problem(Kind.DERIVED, file, 84, "ordinal " + ordinal + " (" + key + ")", "none");
            }
        });
    }

    /** Reads every graph that was not compared: one that is sound is taken by a recovery, however old it is. */
    void read() throws IOException {
        for (Path file : snapshots.all()) {
            Optional<GraphName> name = SnapshotFiles.graphName(file);
            if (name.isEmpty() || compared.contains(file)) {
                continue;
            }
            readGraph(file, name.get().sequence(), Optional.empty());
            if (name.get().sequence() > lastSequence) {
                findings.problem(
                        Kind.DERIVED,
                        file,
                        40,
                        "log position of at most " + lastSequence + ", where the log ends",
                        String.valueOf(name.get().sequence()));
            }
        }
    }
}
