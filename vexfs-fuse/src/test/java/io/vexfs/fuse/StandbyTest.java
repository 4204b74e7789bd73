package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandbyTest {
    private static final int THREADS = 6;

    private final Standby standby = new Standby(THREADS, 2);

    @Test
    void rest_fewWait_returnsAtOnce() {
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    @Test
    void waits_alone_isTold() {
        assertThat(standby.waits()).isTrue();
        assertThat(standby.waits()).isFalse();
    }

    @Test
    void rest_oneTooManyForAWhile_countsFirst() {
        standby.waits();
        assertThat(standby.rest(0)).isEqualTo(1);
        assertThat(standby.rest(Standby.PATIENCE - 1)).isEqualTo(Standby.PATIENCE);
        standby.received();
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    @Test
    void received_theLastThatWaited_wakesOne() throws InterruptedException {
        standby.waits();
        standby.waits();
        Thread first = resting();
        Thread second = resting();
        standby.received();
        assertThat(standby.resting()).isEqualTo(2);
        standby.received();
        awaitResting(1);
        standby.waits();
        standby.received();
        first.join();
        second.join();
    }

    @Test
    void end_whoeverRests_goesOn() throws InterruptedException {
        standby.waits();
        Thread thread = resting();
        standby.end();
        thread.join();
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    @Test
    void tick_theOnlyThreadIsBusyForLong_wakesOne() throws InterruptedException {
        Thread guard = guarded();
        standby.waits();
        Thread thread = resting();
        // From now on nobody waits, and only the guard can know it.
        standby.received();
        thread.join();
        standby.end();
        guard.join();
    }

    @Test
    void guard_ends_wakesWhoeverReliedOnIt() throws InterruptedException {
        Thread guard = guarded();
        standby.end();
        guard.join();
        standby.waits();
        standby.received();
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    private Thread guarded() {
        Thread guard = new Thread(standby::guard);
        guard.start();
        while (guard.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return guard;
    }

    @ParameterizedTest
    @CsvSource({
        // answered since the last tick, idle meanwhile, wakes
        "1, false, true",
        "25, false, true",
        "150, false, false",
        "1, true, false",
    })
    void missing_manyRequests_onlyWhereProcessorsAreLeft(int answered, boolean idle, boolean expected) {
        for (int i = 0; i < answered; i++) {
            standby.waits();
            standby.received();
        }
        if (idle) {
            standby.idles();
        }
        assertThat(standby.missing()).isEqualTo(expected);
        // What was said is forgotten.
        assertThat(standby.missing()).isTrue();
    }

    @Test
    void missing_somebodyWaits_isFalse() {
        standby.waits();
        assertThat(standby.missing()).isFalse();
    }

    @Test
    void allOfThem_underChangingLoad_leaveNoRequestWaiting() throws InterruptedException {
        answerAll();
    }

    @Test
    void allOfThem_guarded_leaveNoRequestWaiting() throws InterruptedException {
        Thread guard = guarded();
        answerAll();
        guard.join();
    }

    /** As many answers as questions, however threads come and go; one that everybody overslept would not end. */
    private void answerAll() throws InterruptedException {
        LinkedBlockingQueue<Integer> requests = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> answer(requests, answers)));
        }
        threads.forEach(Thread::start);
        for (int round = 0; round < 2_000; round++) {
            int burst = 1 + round % 7;
            for (int i = 0; i < burst; i++) {
                requests.add(1);
            }
            for (int i = 0; i < burst; i++) {
                assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
        for (int i = 0; i < threads.size(); i++) {
            requests.add(0);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void answer(LinkedBlockingQueue<Integer> requests, LinkedBlockingQueue<Integer> answers) {
        try {
            int surplus = Standby.PATIENCE;
            while (true) {
                surplus = standby.rest(surplus);
                standby.waits();
                int request = requests.take();
                standby.received();
                if (request == 0) {
                    return;
                }
                answers.add(request);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            standby.end();
        }
    }

    private Thread resting() {
        int before = standby.resting();
        Thread thread = new Thread(() -> standby.rest(Standby.PATIENCE));
        thread.start();
        awaitResting(before + 1);
        // It counts itself first; one that looked again after received() would see that nobody waits, and not rest.
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private void awaitResting(int expected) {
        while (standby.resting() != expected) {
            Thread.onSpinWait();
        }
    }
}
