package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.CatalogSnapshot;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.recovery.SnapshotFiles;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the catalog's files; the one that a clean close left must say what the log says. */
final class CatalogCheck {
    private final Catalog truth;
    private final Path file;
    private final Catalog found;
    private final Findings findings;

    private CatalogCheck(Catalog truth, Path file, Catalog found, Findings findings) {
        this.truth = truth;
        this.file = file;
        this.found = found;
        this.findings = findings;
    }

    static void run(StoreDirectory directory, Catalog truth, Optional<CleanMark> mark, Findings findings)
            throws IOException {
        SnapshotFiles snapshots = new SnapshotFiles(directory.graph());
        @Nullable
        Path current = mark.map(clean -> snapshots.catalog(clean.sequence())).orElse(null);
        if (current != null && !Files.isRegularFile(current)) {
            findings.problem(Kind.DERIVED, current, 0, "the catalog of the last close", "no file");
        }
        for (Path file : snapshots.all()) {
            OptionalLong sequence = SnapshotFiles.catalogSequence(file);
            if (sequence.isEmpty()) {
                continue;
            }
            try {
                Catalog found = CatalogSnapshot.read(file, directory.storeId(), sequence.getAsLong());
                if (file.equals(current)) {
                    new CatalogCheck(truth, file, found, findings).compare();
                }
            } catch (CorruptStoreException damaged) {
                findings.problem(Kind.DERIVED, damaged);
            } catch (VexfsException | IllegalArgumentException impossible) {
                findings.problem(Kind.DERIVED, file, 0, "a catalog", String.valueOf(impossible.getMessage()));
            }
            findings.read(Files.size(file));
        }
    }

    private void compare() {
        require("next node", truth.names().nextId(), found.names().nextId());
        require("next collection", truth.nextCollection(), found.nextCollection());
        require("names", names(truth), names(found));
        require("files", truth.files().size(), found.files().size());
        require("collections", truth.collections().size(), found.collections().size());
        for (CollectionState state : truth.collections()) {
            require("collection", state, found.collection(state.collection()));
        }
        truth.names().forEachBelow(truth.names().root(), node -> {
            Node other = found.names().find(node.path());
            require("name " + node.path(), text(node), other == null ? null : text(other));
        });
        for (FileEntry entry : truth.files()) {
            FileEntry other = found.file(entry.stamp().fileId());
            require("file", text(entry), other == null ? null : text(other));
        }
    }

    private static long names(Catalog catalog) {
        long[] count = {0};
        catalog.names().forEachBelow(catalog.names().root(), node -> count[0]++);
        return count[0];
    }

    private static String text(Node node) {
        return node.id() + " of file " + node.fileId();
    }

    private static String text(FileEntry entry) {
        return entry.names().stream().map(Node::path).toList() + " " + entry.stamp() + " "
                + entry.status().text() + ", " + entry.rows() + " rows in collection " + entry.collection();
    }

    private void require(String what, Object expected, @Nullable Object was) {
        if (!expected.equals(was)) {
            findings.problem(
                    Kind.DERIVED, file, 0, what + " as in the log: " + expected, Objects.toString(was, "none"));
        }
    }
}
