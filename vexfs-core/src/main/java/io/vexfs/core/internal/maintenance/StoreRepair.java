package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.RepairReport;
import io.vexfs.core.StoreProblem;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.VerifyReport;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.CollectionState;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.recovery.SnapshotFiles;
import io.vexfs.core.internal.recovery.SnapshotFiles.GraphName;
import io.vexfs.core.internal.storage.StoreDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Prepares a damaged store so that opening it makes everything else again from the log. */
public final class StoreRepair {
    private static final String BASE = ".base";
    private static final String SEGMENT = ".log";

    private StoreRepair() {}

    /**
     * Takes away what is damaged.
     *
     * @param giveUpLogEnd whether the log may be ended before its first damage
     * @throws VexfsException {@code CORRUPT} if the log is damaged and may not or cannot be ended; nothing is changed
     *     then
     */
    public static RepairReport prepare(Path store, boolean giveUpLogEnd, LongConsumer progress) {
        Findings findings = new Findings(progress);
        try (StoreDirectory directory = StoreVerifier.open(store, findings)) {
            LogCheck log = StoreVerifier.look(directory, findings);
            VerifyReport before = findings.report(log.truth());
            Optional<CorruptStoreException> damage = log.damage();
            if (damage.isPresent() && !giveUpLogEnd) {
                throw refusal(damage.get(), log);
            }
            if (damage.isPresent()) {
                requireSoundBase(LogFiles.onDisk(directory.log()), damage.get(), log);
            }
            if (before.has(Kind.FORMAT)) {
                directory.writeFormat();
            }
            boolean rebuilds = before.has(Kind.DERIVED) || damage.isPresent();
            if (rebuilds) {
                directory.removeCleanMark();
                directory.removeCopyMark();
                removeGraphs(directory, file -> damage.isPresent() || names(before, file));
            }
            Optional<Path> aside = Optional.empty();
            long bytes = 0;
            if (damage.isPresent()) {
                LogCut cut = new LogCut(directory.log(), damage.get().file(), log.soundBytes());
                cut.run();
                aside = Optional.ofNullable(cut.aside());
                bytes = cut.bytes();
            }
            return new RepairReport(before, log.lastSound(), log.soundBehindDamage(), bytes, aside, rebuilds);
        } catch (IOException failed) {
            throw Disk.writeFailure(store, 0, failed);
        }
    }

    private static VexfsException refusal(CorruptStoreException damage, LogCheck log) {
        return new VexfsException(
                FuseVexfsError.CORRUPT,
                damage.getMessage() + "; the log is sound up to record " + log.lastSound()
                        + ". To end it there, this record and all behind it are given up, "
                        + log.soundBehindDamage() + " of which can be read",
                damage);
    }

    /** A base does not open without the records that it holds effects of, nor without the segment behind it. */
    private static void requireSoundBase(LogFiles files, CorruptStoreException damage, LogCheck log)
            throws IOException {
        Optional<Path> base = LogScan.base(files);
        if (base.isEmpty()) {
            return;
        }
        boolean behind = log.soundBytes() == 0
                && fileName(damage.file()).replace(SEGMENT, BASE).equals(fileName(base.get()));
        if (fileName(damage.file()).endsWith(BASE) || behind || log.lastSound() < log.through()) {
            throw new VexfsException(
                    FuseVexfsError.CORRUPT,
                    damage.getMessage()
                            + "; a base stands for everything before it and cannot be ended early:"
                            + " restore a backup, 'describe' tells what can still be read",
                    damage);
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static boolean names(VerifyReport report, Path file) {
        return report.problems().stream().map(StoreProblem::file).anyMatch(file::equals);
    }

    /**
     * Takes away what a clean close left beside the log, so that the next open makes map and graph again.
     *
     * @param collection the collection whose graph is made anew; empty for all of them
     */
    public static void forget(Path store, Optional<String> collection) {
        Findings findings = new Findings(bytes -> {});
        try (StoreDirectory directory = StoreDirectory.inspect(store, damaged -> {
            throw damaged;
        })) {
            Predicate<Path> chosen = file -> true;
            if (collection.isPresent()) {
                int number = number(directory, collection.get(), findings);
                chosen = file -> SnapshotFiles.graphName(file)
                        .map(GraphName::collection)
                        .filter(c -> c == number)
                        .isPresent();
            }
            directory.removeCleanMark();
            removeGraphs(directory, chosen);
        } catch (IOException failed) {
            throw Disk.writeFailure(store, 0, failed);
        }
    }

    private static int number(StoreDirectory directory, String collection, Findings findings) throws IOException {
        LogCheck log = new LogCheck(findings);
        log.run(directory.log(), directory.storeId(), Optional.empty());
        if (log.damage().isPresent()) {
            throw log.damage().get();
        }
        CollectionState state = log.truth().catalog().collection(collection);
        if (state == null) {
            throw new VexfsException(
                    FuseVexfsError.COLLECTION_NOT_FOUND, "no collection " + collection + " in " + directory.path());
        }
        return state.collection();
    }

    private static void removeGraphs(StoreDirectory directory, Predicate<Path> chosen) throws IOException {
        for (Path file : new SnapshotFiles(directory.graph()).all()) {
            if (chosen.test(file)) {
                Files.delete(file);
            }
        }
        Disk.forceDirectory(directory.graph());
    }
}
