package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.maintenance.StoreBackup;
import io.vexfs.core.internal.maintenance.StoreDescription;
import io.vexfs.core.internal.maintenance.StoreRepair;
import io.vexfs.core.internal.maintenance.StoreVerifier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What one does to a whole store from outside: verify, repair, rebuild, back up, describe. A store that some process has
 * open is {@code IN_USE}, except to {@link #backup} and {@link #describe}, which take no lock.
 */
public final class StoreMaintenance {
    private static final int LINKED_AT_ONCE = 1_000;

    private StoreMaintenance() {}

    /**
     * Reads everything that a store keeps, compares it with the log, and changes nothing.
     *
     * @param progress is told of bytes as they are read
     * @throws VexfsException if it could not look: {@code IN_USE}, {@code FILE_NOT_FOUND}, {@code SYNC_ERROR}; what is
     *     wrong with the store is in the report
     */
    public static VerifyReport verify(Path store, LongConsumer progress) {
        return StoreVerifier.verify(store, progress);
    }

    /**
     * Takes away what is damaged and makes it again from the log.
     *
     * @param giveUpLogEnd whether a log that is damaged may be ended before the damage; what lies behind is given up, and
     *     kept in a directory {@code given-up-N} of the store
     * @throws VexfsException {@code CORRUPT}, with nothing changed, if the log is damaged and may not be ended
     */
    public static RepairReport repair(Path store, boolean giveUpLogEnd, LongConsumer progress) {
        RepairReport report = StoreRepair.prepare(store, giveUpLogEnd, progress);
        if (report.rebuilt()) {
            open(store, linked -> {});
        }
        return report;
    }

    /**
     * Makes map and graphs again from the log.
     *
     * @param collection the only collection whose graph is made anew; empty for all of them. The maps are made anew of all
     * @param progress is told how many vectors were linked
     */
    public static RecoveryReport rebuild(Path store, Optional<String> collection, LongConsumer progress) {
        StoreRepair.forget(store, collection);
        return open(store, progress);
    }

    /** Opens a store, which recovers it, links everything and closes it. */
    private static RecoveryReport open(Path store, LongConsumer progress) {
        try (Vexfs vexfs =
                Vexfs.open(store, VexfsConfig.DEFAULT.toBuilder().create(false).build())) {
            Bridge bridge = vexfs.bridge();
            for (int linked = bridge.batchSync(LINKED_AT_ONCE); linked > 0; linked = bridge.batchSync(LINKED_AT_ONCE)) {
                progress.accept(linked);
            }
            bridge.forceSync();
            return vexfs.recoveryReport();
        }
    }

    /**
     * Copies a store, also while another process has it open and writes to it, into a new or empty directory. The copy
     * holds every record that was in the log when its last segment was read; its map is made again when it is opened.
     *
     * @param progress is told of bytes as they are copied
     * @throws VexfsException {@code ALREADY_EXISTS}, {@code CORRUPT} if the log is damaged, {@code NO_SPACE}
     */
    public static BackupReport backup(Path store, Path to, LongConsumer progress) {
        return StoreBackup.run(store, to, progress);
    }

    /**
     * Gives the records of a store's log and checkpoints, or those of one of their files, to {@code sink}.
     *
     * @param file a segment, a graph, a catalog or the mark of a clean close; empty for all of the store's
     */
    public static void describe(Path store, Optional<Path> file, Consumer<DescribedRecord> sink) {
        StoreDescription.tell(store, file, sink);
    }
}
