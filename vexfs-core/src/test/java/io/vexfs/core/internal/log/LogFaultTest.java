package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every step of a load fails, tears or is lost in turn. */
class LogFaultTest {
    private static final int RECORDS = 25;
    private static final long SEGMENT_BYTES = 400;
    private static final String NO_SPACE = "No space left on device";

    private static WriteAheadLog open(FaultyLogFiles files, Durability durability) {
        return WriteAheadLog.open(files, WriteAheadLogTest.settings(durability, SEGMENT_BYTES), Optional.empty());
    }

    /** Appends and awaits until one fails; how many were acknowledged. */
    private static int load(WriteAheadLog log, int from, int to) {
        int acknowledged = from;
        try {
            while (acknowledged < to) {
                log.await(log.append(LogSamples.put(acknowledged)));
                acknowledged++;
            }
        } catch (VexfsException failed) {
            assertThat(failed.error())
                    .isIn(FuseVexfsError.SYNC_ERROR, FuseVexfsError.NO_SPACE, FuseVexfsError.READ_ONLY);
        }
        return acknowledged;
    }

    private static void requireRecords(WriteAheadLog log, int atLeast, int atMost) {
        List<LogRecord> records = WriteAheadLogTest.replayed(log, 0);
        assertThat(records.size()).isBetween(atLeast, atMost);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i)).isEqualTo(LogSamples.put(i));
        }
    }

    private static int stepsOfTheLoad() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files, Durability.EVERY_WRITE)) {
            assertThat(load(log, 0, RECORDS)).isEqualTo(RECORDS);
        }
        return files.steps();
    }

    @Test
    void reopen_powerCutAtEveryStep_hasWhatWasAwaited() {
        int steps = stepsOfTheLoad();
        assertThat(steps).isGreaterThan(2 * RECORDS);
        for (int step = 0; step <= steps; step++) {
            for (int seed = 0; seed < 8; seed++) {
                FaultyLogFiles files = new FaultyLogFiles();
                files.fail(step, Integer.MAX_VALUE, "power cut");
                int acknowledged = 0;
                try {
                    acknowledged = load(open(files, Durability.EVERY_WRITE), 0, RECORDS);
                } catch (VexfsException atOpen) {
                    assertThat(atOpen).hasMessageContaining("power cut");
                }
                FaultyLogFiles left = files.afterPowerCut(new Random(seed));
                try (WriteAheadLog log = open(left, Durability.EVERY_WRITE)) {
                    requireRecords(log, acknowledged, acknowledged + 1);
                    int now = (int) log.lastSequence();
                    assertThat(load(log, now, RECORDS)).isEqualTo(RECORDS);
                }
                try (WriteAheadLog log = open(left, Durability.NONE)) {
                    assertThat(log.tornBytes()).isZero();
                    requireRecords(log, RECORDS, RECORDS);
                }
            }
        }
    }

    @Test
    void append_oneFaultAtEveryStep_failsThatOneAndNeverComesBack() {
        int steps = stepsOfTheLoad();
        for (int i = 8; i < 2 * steps; i++) {
            int step = i / 2;
            FaultyLogFiles files = new FaultyLogFiles();
            files.fail(step, 1, "I/O error");
            if (i % 2 == 1) {
                files.failLate();
            }
            WriteAheadLog log = open(files, Durability.EVERY_WRITE);
            int acknowledged = load(log, 0, RECORDS);
            int after = load(log, acknowledged, RECORDS);
            if (after == acknowledged && after < RECORDS) {
                assertThatThrownBy(() -> log.append(LogSamples.put(0)))
                        .isInstanceOfSatisfying(
                                VexfsException.class,
                                thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.READ_ONLY))
                        .hasMessageContaining("until it is opened again: I/O error");
            }
            closeQuietly(log);
            try (WriteAheadLog again = open(files.afterPowerCut(new Random(step)), Durability.NONE)) {
                requireRecords(again, after, after);
            }
        }
    }

    @Test
    void append_fullDiskAtEveryStep_isAsBeforeAndWorksAgain() {
        int steps = stepsOfTheLoad();
        int refused = 0;
        for (int step = 4; step < steps; step++) {
            FaultyLogFiles files = new FaultyLogFiles();
            WriteAheadLog log = open(files, Durability.NONE);
            files.fail(step, 1, NO_SPACE);
            for (int i = 0; i < RECORDS; i++) {
                long before = log.lastSequence();
                try {
                    log.append(LogSamples.put(i));
                } catch (VexfsException full) {
                    refused++;
                    if (full.error() == FuseVexfsError.NO_SPACE) {
                        assertThat(log.lastSequence()).isEqualTo(before);
                        log.append(LogSamples.put(i));
                        continue;
                    }
                    // Full while forcing: what is on the disk is not known any more.
                    assertThat(full.error()).isEqualTo(FuseVexfsError.SYNC_ERROR);
                    break;
                }
            }
            int there = (int) log.lastSequence();
            try (WriteAheadLog again = open(files.copy(), Durability.NONE)) {
                requireRecords(again, there, there);
            }
        }
        assertThat(refused).isGreaterThan(RECORDS);
    }

    @Test
    void force_halfARecordThatCouldNotBeCutOff_failsThoughAllBeforeIsForced() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files, Durability.EVERY_WRITE)) {
            assertThat(load(log, 0, 2)).isEqualTo(2);
            files.fail(files.steps(), 2, "I/O error");
            assertThatThrownBy(() -> log.append(LogSamples.put(2))).hasMessageContaining("I/O error");
            assertThatThrownBy(log::force)
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.SYNC_ERROR))
                    .hasMessageContaining("half a record could not be cut off again");
        }
        try (WriteAheadLog again = open(files.copy(), Durability.NONE)) {
            assertThat(again.tornBytes()).isPositive();
            requireRecords(again, 2, 2);
        }
    }

    @Test
    void reopen_unforcedRecordsLostInAnyOrder_keepsAPrefixAndAllThatWereForced() {
        for (int seed = 0; seed < 200; seed++) {
            FaultyLogFiles files = new FaultyLogFiles();
            WriteAheadLog log =
                    WriteAheadLog.open(files, WriteAheadLogTest.settings(Durability.NONE, 4_000), Optional.empty());
            int forced = seed % RECORDS;
            for (int i = 0; i < RECORDS; i++) {
                log.append(LogSamples.put(i));
                if (i + 1 == forced) {
                    log.force();
                }
            }
            try (WriteAheadLog again = open(files.afterPowerCut(new Random(seed)), Durability.NONE)) {
                requireRecords(again, forced, RECORDS);
            }
        }
    }

    private static FaultyLogFiles written() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files, Durability.EVERY_WRITE)) {
            load(log, 0, 12);
        }
        assertThat(files.names()).hasSize(3);
        return files;
    }

    @Test
    void reopen_everyByteFlipped_isFoundOrEndsTheLogAtItsLastRecord() {
        FaultyLogFiles files = written();
        for (String name : files.names()) {
            byte[] content = files.file(name).content();
            for (int at = 0; at < content.length; at++) {
                FaultyLogFiles damaged = files.copy();
                byte[] flipped = content.clone();
                flipped[at] ^= 0x41;
                damaged.add(name, flipped);
                try (WriteAheadLog log = open(damaged, Durability.NONE)) {
                    requireRecords(log, 11, 11);
                    assertThat(name).isEqualTo(files.names().get(2));
                    assertThat(log.tornBytes()).isPositive();
                } catch (CorruptStoreException found) {
                    assertThat(found.file().getFileName()).hasToString(name);
                    assertThat(found.offset()).isBetween(0L, (long) content.length);
                } catch (VexfsException newer) {
                    assertThat(newer.error()).isEqualTo(FuseVexfsError.UNSUPPORTED);
                    assertThat(at).isBetween(8, 11);
                }
            }
        }
    }

    @Test
    void reopen_everyByteFlippedAfterACleanEnd_isFound() {
        FaultyLogFiles files = written();
        LogEnd end = open(files, Durability.NONE).end();
        for (String name : files.names()) {
            byte[] content = files.file(name).content();
            for (int at = 0; at < content.length; at++) {
                FaultyLogFiles damaged = files.copy();
                byte[] flipped = content.clone();
                flipped[at] ^= 0x10;
                damaged.add(name, flipped);
                assertThatThrownBy(() -> WriteAheadLog.open(
                                        damaged,
                                        WriteAheadLogTest.settings(Durability.NONE, SEGMENT_BYTES),
                                        Optional.of(end))
                                .replay(0, (sequence, record) -> {}))
                        .isInstanceOf(VexfsException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void reopen_everyPrefixOfTheLastSegment_endsTheLogThere() {
        FaultyLogFiles files = written();
        String last = files.names().get(2);
        byte[] content = files.file(last).content();
        List<Integer> counts = new ArrayList<>();
        for (int length = 0; length <= content.length; length++) {
            FaultyLogFiles torn = files.copy();
            torn.add(last, Arrays.copyOf(content, length));
            try (WriteAheadLog log = open(torn, Durability.NONE)) {
                requireRecords(log, 8, 12);
                counts.add((int) log.lastSequence());
                log.append(LogSamples.put((int) log.lastSequence()));
                requireRecords(log, 9, 13);
            }
        }
        assertThat(counts).isSorted().last().isEqualTo(12);
    }

    @Test
    void reopen_everyPrefixOfAnEarlierSegment_isRefused() {
        FaultyLogFiles files = written();
        byte[] content = files.file(files.names().get(0)).content();
        for (int length = 0; length < content.length; length++) {
            FaultyLogFiles torn = files.copy();
            torn.add(files.names().get(0), Arrays.copyOf(content, length));
            assertThatThrownBy(() -> open(torn, Durability.NONE).replay(0, (sequence, record) -> {}))
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void append_deleteOnAFullDisk_takesTheReservedRoom() {
        FaultyLogFiles files = new FaultyLogFiles();
        LogRecord deleted = new LogRecord.VectorsDeleted(1, List.of(new byte[] {0, 65}));
        try (WriteAheadLog log = open(files, Durability.NONE)) {
            log.keepReserve(0);
            log.keepReserve(0);
            assertThat(files.names()).contains("reserve");
            load(log, 0, 2);
            files.full();
            int more = load(log, 2, RECORDS);
            assertThat(more).isLessThan(RECORDS);
            assertThat(files.names()).contains("reserve");
            long last = log.lastSequence();
            // The room that was prepared goes first.
            while (files.names().contains("reserve")) {
                log.append(deleted);
            }
            assertThat(log.append(deleted)).isGreaterThan(last);
            files.full();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < RECORDS; i++) {
                            log.append(deleted);
                        }
                    })
                    .hasMessageContaining("the disk is full");
        }
    }

    @Test
    void reopen_afterAFailedFsync_bringsWhatStayedToTheDiskAnew() {
        FaultyLogFiles files = new FaultyLogFiles();
        WriteAheadLog log = open(files, Durability.NONE);
        log.append(LogSamples.put(0));
        log.force();
        log.append(LogSamples.put(1));
        files.fail(files.steps(), 1, "Input/output error");
        assertThatThrownBy(log::force).hasMessageContaining("fsync failed");
        assertThatThrownBy(() -> log.append(LogSamples.put(2))).hasMessageContaining("takes no writes");
        log.close();

        // An fsync says nothing of what an earlier one could not write.
        try (WriteAheadLog again = open(files, Durability.EVERY_WRITE)) {
            assertThat(again.lastSequence()).isEqualTo(2);
            again.await(again.append(LogSamples.put(2)));
        }
        for (int seed = 0; seed < 20; seed++) {
            try (WriteAheadLog left = open(files.afterPowerCut(new Random(seed)), Durability.NONE)) {
                requireRecords(left, 3, 3);
            }
        }
    }

    @Test
    void append_reserveGivenUp_refusesPutsUntilItIsThereAgain() {
        FaultyLogFiles files = new FaultyLogFiles();
        LogRecord deleted = new LogRecord.VectorsDeleted(1, List.of(new byte[] {0, 65}));
        try (WriteAheadLog log = open(files, Durability.NONE)) {
            log.keepReserve(0);
            files.full();
            while (files.names().contains("reserve")) {
                log.append(deleted);
            }
            long last = log.lastSequence();
            // There is room, but not enough for the reserve: it is for deletes.
            files.fail(files.steps() + 1, 1, NO_SPACE);
            assertThatThrownBy(() -> log.append(LogSamples.put(1))).hasMessageContaining("the disk is full");
            assertThat(log.append(deleted)).isEqualTo(last + 1);
            assertThat(log.append(LogSamples.put(1))).isEqualTo(last + 2);
            assertThat(files.names()).contains("reserve");
        }
    }

    @Test
    void reopen_zerosBehindTheLastRecord_areNoPartOfTheLog() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files, Durability.NONE)) {
            log.append(LogSamples.put(0));
            FaultyLogFiles killed = files.copy();
            byte[] content = killed.file("0000000000000001.log").content();
            assertThat(content.length).isGreaterThan((int) log.end().bytes());
            try (WriteAheadLog left = open(killed, Durability.NONE)) {
                requireRecords(left, 1, 1);
                assertThat(left.tornBytes()).isZero();
                assertThat(left.end()).isEqualTo(log.end());
            }
        }
        assertThat(files.file("0000000000000001.log").content()).hasSize((int) openedEnd(files));
    }

    private static long openedEnd(FaultyLogFiles files) {
        try (WriteAheadLog log = open(files, Durability.NONE)) {
            return log.end().bytes();
        }
    }

    private static void closeQuietly(WriteAheadLog log) {
        try {
            log.close();
        } catch (VexfsException failed) {
            assertThat(failed).hasMessageContaining("I/O error");
        }
    }
}
