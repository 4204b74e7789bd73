package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandbyTest {
    private final Standby standby = new Standby();

    @Test
    void rest_fewWait_returnsAtOnce() {
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
        standby.waits();
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    @Test
    void rest_oneTooManyForAWhile_countsFirst() {
        standby.waits();
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
        standby.waits();
        Thread thread = resting();
        standby.end();
        thread.join();
        assertThat(standby.rest(Standby.PATIENCE)).isZero();
    }

    /** As many answers as questions, however threads come and go; one that everybody overslept would not end. */
    @Test
    void allOfThem_underChangingLoad_leaveNoRequestWaiting() throws InterruptedException {
        LinkedBlockingQueue<Integer> requests = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
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
