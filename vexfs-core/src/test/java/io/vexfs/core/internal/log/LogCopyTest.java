package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Durability;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
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
    @Timeout(600)
    void copy_recordOfWhichHalfIsSeen_isReadAgainUntilItIsWhole() throws Exception {
        files.file(SEGMENT).content(half);
        Thread writer = new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            files.file(SEGMENT).content(whole);
        });
        writer.start();

        assertThat(copied(true)).isEqualTo(whole);
        writer.join();
    }

    /** Its process began the next segment, and so cut off the room that was prepared in this one. */
    @Test
    void copy_segmentCutAfterItsLengthWasRead_hasItsRecords() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        LogFiles cut = answering(
                LogFiles.class,
                files,
                "openToRead",
                opened -> answering(
                        LogFile.class,
                        (LogFile) opened,
                        "size",
                        size -> first.getAndSet(false) ? (Long) size + 5_000 : size));
        try (LogCopy copy = LogCopy.open(cut)) {
            copy.copy(to, true, bytes -> {});
        }

        assertThat(Files.readAllBytes(to.resolve(SEGMENT))).isEqualTo(whole);
    }

    /** What it answers, but for the answers of one method. */
    private static <T> T answering(Class<T> type, T right, String name, UnaryOperator<Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        Object answer = method.invoke(right, arguments);
                        return method.getName().equals(name) ? answers.apply(answer) : answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    /** A compaction removes segments at any moment, also between being looked at and being opened. */
    @Test
    @Timeout(600)
    void open_segmentsThatComeAndGo_opensThoseThatAreThere() throws Exception {
        LogFiles disk = LogFiles.onDisk(to);
        AtomicBoolean stop = new AtomicBoolean();
        FutureTask<Integer> compactions = new FutureTask<>(() -> {
            int number = 1;
            for (; !stop.get(); number++) {
                disk.create(LogSegments.name(number)).close();
                disk.delete(LogSegments.name(number));
            }
            return number;
        });
        new Thread(compactions).start();
        try {
            for (int i = 0; i < 5_000; i++) {
                LogCopy.open(disk).close();
            }
        } finally {
            stop.set(true);
        }
        assertThat(compactions.get()).isPositive();
    }

    @Test
    void copy_preparedRoomBehindTheRecords_isLeftOut() throws IOException {
        files.file(SEGMENT).content(Arrays.copyOf(whole, whole.length + 5_000));

        assertThat(copied(true)).isEqualTo(whole);
    }

    @Test
    void copy_damageOfALogThatNobodyWrites_isCopiedForWhoReadsIt() throws IOException {
        files.file(SEGMENT).content(half);

        assertThat(copied(false)).isEqualTo(half);
    }
}
