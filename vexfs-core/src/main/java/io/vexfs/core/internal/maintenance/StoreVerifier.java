package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.VerifyReport;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.storage.CleanMark;
import io.vexfs.core.internal.storage.StoreDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads everything that a store keeps and changes nothing: {@code FORMAT}, the log frame by frame, the catalog, the
 * graphs and the maps against what the log says, and the mount's files against what their vectors were read from.
 */
public final class StoreVerifier {
    private final StoreDirectory directory;
    private final Findings findings;
    private final LogCheck log;

    private StoreVerifier(StoreDirectory directory, Findings findings) {
        this.directory = directory;
        this.findings = findings;
        this.log = new LogCheck(findings);
    }

    /**
     * Looks at a store that nobody has open.
     *
     * @param progress is told of bytes as they are read
     * @throws VexfsException if it could not look: {@code IN_USE}, {@code FILE_NOT_FOUND}, {@code SYNC_ERROR}
     */
    public static VerifyReport verify(Path store, LongConsumer progress) {
        Findings findings = new Findings(progress);
        try (StoreDirectory directory = open(store, findings)) {
            return findings.report(look(directory, findings).truth());
        } catch (IOException failed) {
            throw Disk.readFailure(store, failed);
        }
    }

    /** Looks at a store that this tool holds. */
    static LogCheck look(StoreDirectory directory, Findings findings) throws IOException {
        StoreVerifier verifier = new StoreVerifier(directory, findings);
        verifier.run();
        return verifier.log;
    }

    /** Takes the lock; a damaged {@code FORMAT} is noted, and the log says which store it is. */
    static StoreDirectory open(Path store, Findings findings) {
        return StoreDirectory.inspect(store, damaged -> {
            findings.problem(Kind.FORMAT, damaged);
            return storeId(damaged, store.resolve("log"));
        });
    }

    private static long storeId(CorruptStoreException damaged, Path log) {
        try {
            return LogScan.storeId(LogFiles.onDisk(log)).orElseThrow(() -> damaged);
        } catch (IOException unreadable) {
            damaged.addSuppressed(unreadable);
            throw damaged;
        }
    }

    private void run() throws IOException {
        Optional<CleanMark> mark = directory.cleanMark();
        if (mark.isEmpty() && directory.hasCleanMark()) {
            findings.problem(
                    Kind.DERIVED,
                    directory.path().resolve("CLEAN"),
                    0,
                    "the mark of a clean close of this store",
                    "bytes that are none");
        }
        if (directory.hasDamagedCopyMark()) {
            findings.problem(
                    Kind.DERIVED,
                    directory.path().resolve("COPIED"),
                    0,
                    "the mark of a backup of this store",
                    "bytes that are none");
        }
        LogEnd end = log.run(
                directory.log(), directory.storeId(), directory.endMark().map(StoreVerifier::end));
        if (log.damage().isPresent()) {
            findings.note("map, graph, catalog and files were not compared: the log is damaged");
            return;
        }
        CatalogCheck.run(directory, log.truth().catalog(), mark, findings);
        GraphCheck graphs = new GraphCheck(directory, log.truth(), findings, end.sequence());
        if (mark.isPresent()) {
            graphs.compare(mark.get());
        } else {
            findings.note("the store was not closed: the next open makes its map again from the log");
            graphs.read();
        }
        FilesCheck.run(directory.files(), log.truth().catalog(), findings);
    }

    private static LogEnd end(CleanMark mark) {
        return new LogEnd(mark.segment(), mark.segmentBytes(), mark.sequence());
    }
}
