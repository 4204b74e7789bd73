package io.vexfs.core.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Counts are exact, whichever threads counted and whether they are still there. */
class ThreadCountsTest {
    private final ThreadCounts counts = new ThreadCounts(2, true);

    private List<Thread> counting(int threads, int times, CountDownLatch end) {
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < times; n++) {
                    counts.cell().add(1, 1);
                }
                try {
                    end.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            started.add(thread);
        }
        return started;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void sum_ofMoreThreadsThanHaveTheirOwn_losesNone() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = counting(ThreadCounts.CELLS_MAX + 30, 1_000, end);
        end.countDown();
        join(threads);
        assertThat(counts.sum(1)).isEqualTo((ThreadCounts.CELLS_MAX + 30) * 1_000L);
        assertThat(counts.sum(0)).isZero();
    }

    @Test
    void sum_ofThreadsThatEnded_isKeptWhileOthersJoin() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(0);
        for (int round = 0; round < 10; round++) {
            join(counting(50, 10, end));
        }
        assertThat(counts.sum(1)).isEqualTo(5_000);
    }

    @Test
    void picked_ofManyCalls_isOneOfThatMany() {
        ThreadCounts.Cell cell = counts.cell();
        int picked = 0;
        for (int i = 0; i < 64_000; i++) {
            picked += cell.picked(0, 64) ? 1 : 0;
        }
        assertThat(picked).isBetween(900, 1_100);
    }

    @Test
    void picked_ofTheFirstCallsOfManyThreads_isOneOfThatMany() {
        int first = 0;
        int picked = 0;
        for (int thread = 1; thread <= 1_000; thread++) {
            ThreadCounts.Cell cell = new ThreadCounts.Cell(1, null, thread);
            first += cell.picked(0, 64) ? 1 : 0;
            for (int i = 1; i < 64; i++) {
                picked += cell.picked(0, 64) ? 1 : 0;
            }
        }
        assertThat(first).isBetween(1, 30);
        assertThat(picked).isBetween(400, 1_000);
    }
}
