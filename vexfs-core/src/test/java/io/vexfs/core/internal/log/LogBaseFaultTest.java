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
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every step of compacting a log fails, tears or is lost in turn; every byte of a base is flipped. */
class LogBaseFaultTest {
    private static final int BEFORE = 9;
    private static final int MEANWHILE = 4;
    private static final int AFTER = 3;
    private static final int RECORDS = 2 * (BEFORE + MEANWHILE + 1 + AFTER);
    private static final long SEGMENT_BYTES = 300;

    private static WriteAheadLog open(FaultyLogFiles files) {
        return WriteAheadLog.open(
                files, WriteAheadLogTest.settings(Durability.EVERY_WRITE, SEGMENT_BYTES), Optional.empty());
    }

    /** How far a load came. */
    private static final class Progress {
        private int acknowledged;
        private int compactions;
        private int failures;
    }

    private static void append(WriteAheadLog log, int count, Progress progress) {
        for (int i = 0; i < count; i++) {
            try {
                log.await(log.append(LogSamples.put(progress.acknowledged)));
                progress.acknowledged++;
            } catch (VexfsException failed) {
                progress.failures++;
                throw failed;
            }
        }
    }

    /** Compacts as the engine does: what is live is written while more is appended. */
    private static void compact(WriteAheadLog log, Progress progress) throws Exception {
        LogEnd cut = log.cut();
        TreeSet<Integer> live = new TreeSet<>();
        log.replay(0, (sequence, record) -> live.add(seed(record)));
        try (BaseWriter base = log.base(cut)) {
            base.add(new LogRecord.Counters(1, 1));
            append(log, MEANWHILE, progress);
            for (int seed : live) {
                base.add(LogSamples.put(seed));
            }
            // The table would show this one too, which nobody has waited for: the log must have it before the base has.
            log.append(LogSamples.put(progress.acknowledged));
            base.add(LogSamples.put(progress.acknowledged));
            log.install(base, log.lastSequence());
            progress.acknowledged++;
            progress.compactions++;
        }
    }

    private static void load(WriteAheadLog log, Progress progress) {
        for (int round = 0; round < 2; round++) {
            append(log, BEFORE, progress);
            try {
                compact(log, progress);
            } catch (Exception failed) {
                progress.failures++;
            }
            append(log, AFTER, progress);
        }
    }

    private static int seed(LogRecord record) {
        return record instanceof LogRecord.VectorsPut put ? put.entries().get(0).ordinal() : 0;
    }

    /** The records of 0 to somewhere between the two. */
    private static int requireRecords(WriteAheadLog log, int atLeast, int atMost) {
        TreeSet<Integer> seeds = new TreeSet<>();
        log.replay(0, (sequence, record) -> {
            if (record instanceof LogRecord.VectorsPut) {
                assertThat(record).isEqualTo(LogSamples.put(seed(record)));
                seeds.add(seed(record));
            }
        });
        assertThat(seeds.size()).isBetween(atLeast, atMost);
        assertThat(seeds)
                .containsExactlyElementsOf(
                        IntStream.range(0, seeds.size()).boxed().toList());
        return seeds.size();
    }

    private static FaultyLogFiles compacted() {
        FaultyLogFiles files = new FaultyLogFiles();
        Progress progress = new Progress();
        try (WriteAheadLog log = open(files)) {
            load(log, progress);
        }
        assertThat(progress.compactions).isEqualTo(2);
        assertThat(progress.acknowledged).isEqualTo(RECORDS);
        return files;
    }

    @Test
    void install_twice_dropsWhatTheBaseStandsFor() {
        FaultyLogFiles files = compacted();
        assertThat(files.names().stream().filter(name -> name.endsWith(".base")))
                .hasSize(1);
        String base = files.names().get(0);
        assertThat(base).endsWith(".base");
        assertThat(files.names().get(1)).isEqualTo(base.replace(".base", ".log"));
        try (WriteAheadLog log = open(files)) {
            requireRecords(log, RECORDS, RECORDS);
            long bytes = files.names().stream()
                    .mapToLong(name -> files.file(name).content().length)
                    .sum();
            assertThat(log.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void reopen_powerCutAtEveryStep_hasWhatWasAwaited() {
        int steps = compacted().steps();
        for (int step = 0; step <= steps; step++) {
            for (int seed = 0; seed < 8; seed++) {
                FaultyLogFiles files = new FaultyLogFiles();
                files.fail(step, Integer.MAX_VALUE, "power cut");
                Progress progress = new Progress();
                try {
                    load(open(files), progress);
                } catch (VexfsException cut) {
                    assertThat(cut).isNotNull();
                }
                FaultyLogFiles left = files.afterPowerCut(new Random(seed));
                try (WriteAheadLog log = open(left)) {
                    progress.acknowledged = requireRecords(log, progress.acknowledged, progress.acknowledged + 1);
                    append(log, 1, progress);
                    requireRecords(log, progress.acknowledged, progress.acknowledged);
                }
                assertThat(left.names()).doesNotContain(LogBase.ASIDE);
            }
        }
    }

    @Test
    void reopen_killedAtEveryStep_hasWhatWasAwaited() {
        int steps = compacted().steps();
        for (int step = 0; step <= steps; step++) {
            FaultyLogFiles files = new FaultyLogFiles();
            files.fail(step, Integer.MAX_VALUE, "killed");
            Progress progress = new Progress();
            try {
                load(open(files), progress);
            } catch (VexfsException killed) {
                assertThat(killed).isNotNull();
            }
            try (WriteAheadLog log = open(files.copy())) {
                requireRecords(log, progress.acknowledged, progress.acknowledged + 1);
            }
        }
    }

    @Test
    void install_oneFaultAtEveryStep_losesNothing() {
        int steps = compacted().steps();
        for (int step = 4; step < steps; step++) {
            FaultyLogFiles files = new FaultyLogFiles();
            WriteAheadLog log = open(files);
            files.fail(step, 1, "No space left on device");
            Progress progress = new Progress();
            try {
                load(log, progress);
            } catch (VexfsException failed) {
                assertThat(failed.error())
                        .isIn(FuseVexfsError.NO_SPACE, FuseVexfsError.SYNC_ERROR, FuseVexfsError.READ_ONLY);
            }
            log.close();
            try (WriteAheadLog again = open(files.copy())) {
                requireRecords(again, progress.acknowledged, progress.acknowledged);
            }
        }
    }

    @Test
    void reopen_everyByteOfTheBaseFlipped_isFound() {
        FaultyLogFiles files = compacted();
        String name = files.names().get(0);
        byte[] content = files.file(name).content();
        for (int at = 0; at < content.length; at++) {
            FaultyLogFiles damaged = files.copy();
            byte[] flipped = content.clone();
            flipped[at] ^= 0x10;
            damaged.add(name, flipped);
            assertThatThrownBy(() -> open(damaged).replay(0, (sequence, record) -> {}))
                    .isInstanceOf(VexfsException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void reopen_everyPrefixOfTheBase_isRefused() {
        FaultyLogFiles files = compacted();
        String name = files.names().get(0);
        byte[] content = files.file(name).content();
        for (int length = 0; length < content.length; length++) {
            FaultyLogFiles torn = files.copy();
            torn.add(name, Arrays.copyOf(content, length));
            assertThatThrownBy(() -> open(torn).replay(0, (sequence, record) -> {}))
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void reopen_baseWithoutTheRecordsThatItMayHold_isRefused() throws Exception {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files)) {
            append(log, BEFORE, new Progress());
            LogEnd cut = log.cut();
            log.append(LogSamples.put(BEFORE));
            try (BaseWriter base = log.base(cut)) {
                log.install(base, log.lastSequence());
            }
        }
        String last = files.names().get(1);
        files.add(last, Arrays.copyOf(files.file(last).content(), SegmentHeader.BYTES));
        assertThatThrownBy(() -> open(files).replay(0, (sequence, record) -> {}))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected a log that goes to record " + (BEFORE + 1));
    }

    @Test
    void abort_recordThatWasLost_itsNumberCountsAgain() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files)) {
            append(log, 2, new Progress());
            log.abort(3);
        }
        for (int reopened = 0; reopened < 2; reopened++) {
            try (WriteAheadLog log = open(files)) {
                List<Integer> seeds = new ArrayList<>();
                log.append(LogSamples.put(7 + reopened));
                log.replay(0, (sequence, record) -> seeds.add(seed(record)));
                assertThat(seeds).hasSize(3 + reopened).contains(7 + reopened);
            }
        }
    }

    @Test
    void abort_record_neverCountsAgain() {
        FaultyLogFiles files = new FaultyLogFiles();
        try (WriteAheadLog log = open(files)) {
            append(log, 3, new Progress());
            log.abort(2);
        }
        for (int reopened = 0; reopened < 2; reopened++) {
            try (WriteAheadLog log = open(files)) {
                List<Integer> seeds = new ArrayList<>();
                log.replay(0, (sequence, record) -> seeds.add(seed(record)));
                assertThat(seeds).containsExactly(0, 2);
                assertThat(log.lastSequence()).isEqualTo(3);
            }
        }
    }
}
