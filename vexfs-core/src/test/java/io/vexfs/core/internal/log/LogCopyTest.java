package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogCopyTest {
    private static final String SEGMENT = LogSegments.name(1);

    @TempDir
    private Path to;

    private final FaultyLogFiles files = new FaultyLogFiles();
    private byte[] whole = {};
    private byte[] half = {};

    @BeforeEach
    void write() {
        LogSettings settings =
                new LogSettings(7, Durability.NONE, Duration.ofSeconds(1), InstantSource.system(), 1 << 20, false);
        try (WriteAheadLog log = WriteAheadLog.open(files, settings, Optional.empty())) {
            for (int i = 0; i < 3; i++) {
                log.append(LogSamples.large(100));
            }
        }
        whole = files.file(SEGMENT).content();
        half = whole.clone();
        Arrays.fill(half, whole.length - 9_000, whole.length - 1_000, (byte) 0);
    }

    private byte[] copied(boolean written) throws IOException {
        try (LogCopy copy = LogCopy.open(files)) {
            assertThat(copy.copy(to, written, bytes -> {})).isEqualTo(Files.size(to.resolve(SEGMENT)));
        }
        return Files.readAllBytes(to.resolve(SEGMENT));
    }

    @Test
    void copy_recordOfWhichHalfIsSeen_isReadAgainUntilItIsWhole() throws IOException {
        files.file(SEGMENT).content(half);
        AtomicInteger reads = new AtomicInteger();
        files.beforeRead(() -> {
            if (reads.incrementAndGet() == 20) {
                files.file(SEGMENT).content(whole);
            }
        });

        assertThat(copied(true)).isEqualTo(whole);
        assertThat(reads).hasValueGreaterThanOrEqualTo(20);
    }

    @Test
    void copy_preparedRoomBehindTheRecords_isLeftOut() throws IOException {
        files.file(SEGMENT).content(Arrays.copyOf(whole, whole.length + 5_000));

        assertThat(copied(true)).isEqualTo(whole);
    }

    /** Its process goes on in another segment just as the copy looks where this one ends. */
    @Test
    void copy_preparedRoomCutOffMeanwhile_isLeftOut() throws IOException {
        files.file(SEGMENT).content(Arrays.copyOf(whole, whole.length + 5_000));
        AtomicInteger reads = new AtomicInteger();
        files.beforeRead(() -> {
            if (reads.incrementAndGet() == 2) {
                files.file(SEGMENT).content(whole);
            }
        });

        assertThat(copied(true)).isEqualTo(whole);
    }

    /** A compaction removes segments at any moment, also between being looked at and being opened. */
    @Test
    @Timeout(600)
    void open_segmentsThatComeAndGo_opensThoseThatAreThere() throws Exception {
        LogFiles disk = LogFiles.onDisk(to);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Integer> compactions = new FutureTask<>(() -> {
            int number = 1;
            for (; !stop.get(); number++) {
                disk.create(LogSegments.name(number)).close();
                disk.delete(LogSegments.name(number));
                begun.countDown();
            }
            return number;
        });
        new Thread(compactions, "compactions").start();
        try {
            begun.await();
            for (int i = 0; i < 5_000; i++) {
                LogCopy.open(disk).close();
            }
        } finally {
            stop.set(true);
        }
        assertThat(compactions.get()).isGreaterThan(1);
    }

    @Test
    void copy_damageOfALogThatNobodyWrites_isCopiedForWhoReadsIt() throws IOException {
        files.file(SEGMENT).content(half);

        assertThat(copied(false)).isEqualTo(half);
    }
}
