package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time stands still but where a test moves it, so that whoever waits for others waits for ever if they do not come. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogForcerTest {
    private static final int WRITERS = 8;
    private static final long FORCE_NANOS = 5_000_000;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final LogForcer forcer = new LogForcer(() -> {
        looks.incrementAndGet();
        return now.get();
    });
    private final AtomicInteger appended = new AtomicInteger();
    private final AtomicInteger forced = new AtomicInteger();
    /** How many records each force had. */
    private final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void endThreads() throws InterruptedException {
        threads.shutdown();
        do {
            now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
        } while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS));
    }

    @Test
    void until_severalWriters_oneForceServesThemAll() throws Exception {
        int rounds = 200;
        AtomicInteger tickets = new AtomicInteger(WRITERS * rounds);
        Runnable writer = () -> {
            while (tickets.getAndDecrement() > 0) {
                write(() -> {});
            }
        };
        List<Future<?>> others = new ArrayList<>();
        write(() -> {
            for (int i = 1; i < WRITERS; i++) {
                others.add(threads.submit(writer));
            }
            awaitWaiting(WRITERS);
        });
        writer.run();
        for (Future<?> other : others) {
            other.get();
        }
        List<Integer> expected = new ArrayList<>(Collections.nCopies(rounds, WRITERS));
        expected.add(0, 1);
        assertThat(groups).isEqualTo(expected);
        assertThat(forcer.waiting()).isZero();
    }

    @Test
    void until_othersStayAway_isForcedInTimeAndTheNextOnesAtOnce() throws Exception {
        shareOneForce();
        List<Future<?>> meanwhile = new ArrayList<>();
        Future<?> late = threads.submit(() -> write(() -> {
            meanwhile.add(threads.submit(() -> write(() -> {})));
            awaitWaiting(2);
        }));
        awaitWaiting(1);
        now.addAndGet(ForceGroup.WAIT_NANOS_MAX - 1);
        awaitLook();
        assertThat(groups).hasSize(2);
        now.addAndGet(1);
        late.get();
        // Two were there, but the last time they were, one of them stayed away.
        meanwhile.get(0).get();
        assertThat(groups).containsExactly(1, 2, 1, 1);
        for (int i = 0; i < 100; i++) {
            write(() -> {});
        }
        assertThat(groups).hasSize(104).endsWith(1, 1, 1);
    }

    @Test
    void until_groupIsCompleteAgain_forgetsThatOneWasLate() throws Exception {
        shareOneForce();
        Future<?> late = threads.submit(() -> write(() -> {}));
        awaitWaiting(1);
        now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
        late.get();
        write(() -> {});
        shareOneForce();
        List<Future<?>> meanwhile = Collections.synchronizedList(new ArrayList<>());
        Future<?> again = threads.submit(() -> write(() -> {
            meanwhile.add(threads.submit(() -> write(() -> {
                meanwhile.add(threads.submit(() -> write(() -> {})));
                awaitWaiting(2);
            })));
            awaitWaiting(2);
        }));
        awaitWaiting(1);
        now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
        again.get();
        meanwhile.get(0).get();
        awaitLook();
        // One force passed without waiting, not three.
        assertThat(meanwhile.get(1).isDone()).isFalse();
        now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
        meanwhile.get(1).get();
        assertThat(groups).containsExactly(1, 2, 1, 1, 1, 2, 1, 1, 1);
    }

    @Test
    void until_oneWriter_neverWaits() {
        for (int i = 0; i < 1_000; i++) {
            write(() -> {});
        }
        assertThat(groups).hasSize(1_000).containsOnly(1);
    }

    @Test
    void until_anotherOneForced_doesNotForceAgain() throws Exception {
        shareOneForce();
        Future<?> writer = threads.submit(() -> write(() -> {}));
        awaitWaiting(1);
        forced.set(appended.get());
        now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
        writer.get();
        assertThat(groups).hasSize(2);
    }

    @Test
    void until_forceFails_eachWhoWaitedTriesForItself() {
        AtomicInteger tries = new AtomicInteger();
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(threads.submit(() -> write(() -> {
                if (tries.getAndIncrement() == 0) {
                    awaitWaiting(WRITERS);
                }
                throw new IllegalStateException("no disk");
            })));
        }
        for (Future<?> writer : writers) {
            assertThatThrownBy(writer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("no disk");
        }
        assertThat(tries).hasValue(WRITERS);
        assertThat(forcer.waiting()).isZero();
        write(() -> {});
        assertThat(groups).containsExactly(WRITERS + 1);
    }

    @Test
    void until_interruptedWhileItWaits_waitsOnAndStaysInterrupted() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        Future<?> leader = threads.submit(() -> write(() -> awaitQuietly(disk)));
        awaitWaiting(1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread writer = new Thread(() -> {
            write(() -> {});
            interrupted.set(Thread.interrupted() ? 1 : -1);
        });
        writer.start();
        awaitWaiting(2);
        writer.interrupt();
        assertThat(interrupted).hasValue(0);
        disk.countDown();
        leader.get();
        // It may wait for the leader to come again.
        while (writer.isAlive()) {
            now.addAndGet(ForceGroup.WAIT_NANOS_MAX);
            writer.join(1);
        }
        assertThat(interrupted).hasValue(1);
        assertThat(forced).hasValue(2);
    }

    /** Two forces: of one writer, and of another one that came meanwhile together with it. */
    private void shareOneForce() throws Exception {
        List<Future<?>> second = new ArrayList<>();
        write(() -> {
            second.add(threads.submit(() -> write(() -> {})));
            awaitWaiting(2);
        });
        write(() -> {});
        second.get(0).get();
        assertThat(groups).endsWith(1, 2);
    }

    /** Appends a record and returns when a force has had it; {@code disk} runs in each force that this thread makes. */
    private void write(Runnable disk) {
        int record = appended.incrementAndGet();
        forcer.until(() -> forced.get() >= record, () -> {
            int through = appended.get();
            disk.run();
            now.addAndGet(FORCE_NANOS);
            groups.add(through - forced.getAndSet(through));
        });
    }

    private void awaitWaiting(int writers) {
        while (forcer.waiting() < writers) {
            spin();
        }
    }

    /** Returns when somebody who waits has looked at the time anew. */
    private void awaitLook() {
        int before = looks.get();
        int forces = groups.size();
        while (looks.get() < before + 2 && groups.size() == forces) {
            spin();
        }
    }

    /** So that a test that fails ends. */
    private static void spin() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted");
        }
        Thread.onSpinWait();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        Callable<Boolean> waited = () -> latch.await(5, TimeUnit.MINUTES);
        try {
            assertThat(waited.call()).isTrue();
        } catch (Exception stopped) {
            throw new AssertionError(stopped);
        }
    }
}
