package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path directory;

    static LogSettings settings(Durability durability, long segmentBytes) {
        return new LogSettings(77, durability, Duration.ofMillis(5), InstantSource.fixed(NOW), segmentBytes, false);
    }

    private WriteAheadLog open(Durability durability, long segmentBytes, Optional<LogEnd> end) {
        return WriteAheadLog.open(LogFiles.onDisk(directory), settings(durability, segmentBytes), end);
    }

    private WriteAheadLog open() {
        return open(Durability.NONE, 64L << 20, Optional.empty());
    }

    static List<LogRecord> replayed(WriteAheadLog log, long after) {
        List<LogRecord> records = new ArrayList<>();
        long count = log.replay(after, (sequence, record) -> {
            assertThat(sequence).isEqualTo(after + records.size() + 1);
            records.add(record);
        });
        assertThat(count).isEqualTo(records.size());
        return records;
    }

    @Test
    void append_everyKind_isReadBackInOrder() {
        List<LogRecord> records = LogSamples.all();
        try (WriteAheadLog log = open()) {
            for (int i = 0; i < records.size(); i++) {
                assertThat(log.append(records.get(i))).isEqualTo(i + 1L);
            }
            assertThat(replayed(log, 0)).hasSize(records.size());
        }
        try (WriteAheadLog log = open()) {
            assertThat(log.lastSequence()).isEqualTo(records.size());
            assertThat(replayed(log, 0)).last().isEqualTo(records.get(records.size() - 1));
            assertThat(replayed(log, 9)).hasSize(records.size() - 9);
            assertThat(replayed(log, records.size())).isEmpty();
        }
    }

    @Test
    void append_pastTheSegmentSize_beginsAnother() throws Exception {
        try (WriteAheadLog log = open(Durability.NONE, 300, Optional.empty())) {
            for (int i = 0; i < 20; i++) {
                log.append(LogSamples.put(i));
            }
            log.append(LogSamples.large(10));
            log.append(LogSamples.put(21));
        }
        assertThat(directory.resolve("0000000000000001.log")).exists();
        try (var files = Files.list(directory)) {
            assertThat(files.count()).isGreaterThan(4);
        }
        try (WriteAheadLog log = open(Durability.NONE, 300, Optional.empty())) {
            List<LogRecord> records = replayed(log, 0);
            assertThat(records).hasSize(22);
            assertThat(records.get(20)).isEqualTo(LogSamples.large(10));
            assertThat(replayed(log, 13)).first().isEqualTo(LogSamples.put(13));
        }
    }

    @Test
    void open_cleanEnd_isTrustedAndContinues() {
        LogEnd end;
        try (WriteAheadLog log = open()) {
            log.append(LogSamples.put(1));
            end = log.end();
        }
        try (WriteAheadLog log = open(Durability.NONE, 300, Optional.of(end))) {
            assertThat(log.append(LogSamples.put(2))).isEqualTo(2);
            assertThat(replayed(log, 0)).containsExactly(LogSamples.put(1), LogSamples.put(2));
        }
        assertThatThrownBy(() -> open(Durability.NONE, 300, Optional.of(end)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected " + end.bytes() + " bytes, was ");
    }

    @Test
    void open_missingSegment_isNamed() throws Exception {
        try (WriteAheadLog log = open(Durability.NONE, 100, Optional.empty())) {
            for (int i = 0; i < 5; i++) {
                log.append(LogSamples.put(i));
            }
        }
        Files.delete(directory.resolve("0000000000000003.log"));
        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("0000000000000003.log at offset 0: expected a segment of the log, was no file");
    }

    @Test
    void replay_firstSegmentMissing_isNamed() throws Exception {
        try (WriteAheadLog log = open(Durability.NONE, 100, Optional.empty())) {
            for (int i = 0; i < 5; i++) {
                log.append(LogSamples.put(i));
            }
        }
        Files.delete(directory.resolve("0000000000000001.log"));
        try (WriteAheadLog log = open()) {
            assertThatThrownBy(() -> replayed(log, 0))
                    .hasMessageContaining("expected the record of sequence 1, was no segment that holds it");
            assertThat(replayed(log, 3)).hasSize(2);
        }
    }

    @Test
    void open_otherStore_isRefused() {
        open().close();
        LogSettings other =
                new LogSettings(78, Durability.NONE, Duration.ofSeconds(1), InstantSource.fixed(NOW), 64L << 20, false);
        assertThatThrownBy(() -> WriteAheadLog.open(LogFiles.onDisk(directory), other, Optional.empty()))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected store id 4e, was 4d");
    }

    @Test
    void close_twice_thenUseIsNamed() {
        WriteAheadLog log = open(Durability.BATCHED, 300, Optional.empty());
        long sequence = log.append(LogSamples.put(1));
        log.close();
        log.close();
        log.await(sequence);
        List<Runnable> uses =
                List.of(() -> log.append(LogSamples.put(2)), log::force, () -> log.replay(0, (number, record) -> {}));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.CLOSED))
                    .hasMessage("the log in " + directory + " is closed");
        }
    }

    @Test
    void force_unsyncedBytes_areCountedAndTimed() {
        try (WriteAheadLog log = open()) {
            assertThat(log.lastForced()).isEmpty();
            long before = log.end().bytes();
            log.append(LogSamples.put(1));
            assertThat(log.unsyncedBytes()).isEqualTo(log.end().bytes() - before);
            log.force();
            assertThat(log.unsyncedBytes()).isZero();
            assertThat(log.lastForced()).contains(NOW);
        }
    }

    @Test
    @Timeout(600)
    void append_batched_isForcedByTheLogsOwnThread() throws Exception {
        FaultyLogFiles files = new FaultyLogFiles();
        CountDownLatch forced = new CountDownLatch(1);
        WriteAheadLog log = WriteAheadLog.open(files, settings(Durability.BATCHED, 10_000), Optional.empty());
        files.beforeForce(() -> {
            if (Thread.currentThread().getName().equals("vexfs-log-sync")) {
                forced.countDown();
            }
        });
        log.append(LogSamples.put(1));
        assertThat(forced.await(5, TimeUnit.MINUTES)).isTrue();
        log.close();
    }

    @Test
    @Timeout(600)
    void await_manyWriters_shareForces() throws Exception {
        int writers = 8;
        FaultyLogFiles files = new FaultyLogFiles();
        WriteAheadLog log = WriteAheadLog.open(files, settings(Durability.EVERY_WRITE, 1 << 20), Optional.empty());
        int before = files.forces();
        CountDownLatch appended = new CountDownLatch(writers);
        files.beforeForce(() -> awaitQuietly(appended));
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < writers; t++) {
                int seed = t;
                done.add(threads.submit(() -> {
                    long sequence = log.append(LogSamples.put(seed));
                    appended.countDown();
                    log.await(sequence);
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files.forces() - before).isBetween(1, 2);
        log.close();
        assertThat(replayed(WriteAheadLog.open(files, settings(Durability.NONE, 300), Optional.empty()), 0))
                .hasSize(writers);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void append_interruptedThread_writesAndStaysInterrupted() {
        try (WriteAheadLog log = open(Durability.EVERY_WRITE, 100, Optional.empty())) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 3; i++) {
                log.await(log.append(LogSamples.put(i)));
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(replayed(log, 0)).hasSize(3);
        }
    }
}
