package io.vexfs.core.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vexfs.api.MetricSample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private final ThreadCounts counts = new ThreadCounts(1, true);
    private final Latency latency = new Latency(3, counts, 0);

    private MetricSample.Timer sample() {
        return latency.sample("x");
    }

    @Test
    void sample_ofAHundredThousand_isRightAtTheTail() {
        for (int i = 1; i <= 100_000; i++) {
            latency.took(i < 99_950 ? 1_000 : 1_000_000L * (i - 99_949));
        }
        assertThat(sample().count()).isEqualTo(100_000);
        assertThat(sample().p99Nanos()).isEqualTo(1_000);
        assertThat(sample().p999Nanos()).isEqualTo(1_000);
        assertThat((double) sample().maxNanos()).isCloseTo(51e6, withinPercentage(0.1));
        assertThat((double) sample().totalNanos())
                .isCloseTo(99_949.0 * 1_000 + 1_000_000.0 * 51 * 52 / 2, withinPercentage(0.1));
        assertThat((double) sample().recentMaxNanos()).isEqualTo(51e6);
    }

    @Test
    void sample_withoutAny_isAllZero() {
        assertThat(sample().minNanos()).isZero();
        assertThat(sample().p999Nanos()).isZero();
        assertThat(sample().recentMaxNanos()).isZero();
    }

    @Test
    void took_longerThanTheLongest_countsAsTheLongest() {
        latency.took(TimeUnit.DAYS.toNanos(1));
        latency.took(-1);
        assertThat((double) sample().maxNanos()).isCloseTo(TimeUnit.HOURS.toNanos(1), withinPercentage(0.1));
        assertThat(sample().minNanos()).isZero();
    }

    @Test
    void took_byManyThreadsWhileSampled_losesNone() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 50_000; n++) {
                    latency.took(1_000 + n);
                }
            });
            thread.start();
            threads.add(thread);
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            // Operations are counted a moment before their times are.
            boolean timed = latency.values().getTotalCount() > 0;
            MetricSample.Timer now = sample();
            assertThat(!timed || now.p50Nanos() > 0).isTrue();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sample().count()).isEqualTo(200_000);
        assertThat(latency.values().getTotalCount()).isEqualTo(200_000);
    }

    @Test
    void rates_ofWhatWasCounted_areMarked() {
        for (int i = 0; i < 1_000; i++) {
            latency.took(1_000);
        }
        assertThat(latency.getCount()).isEqualTo(1_000);
        assertThat(latency.getMeanRate()).isPositive();
        assertThat(new Latency(3, new ThreadCounts(1, true), 0).getMeanRate()).isZero();
    }

    private void shortOnes() {
        for (int i = 0; i < Latency.SHORT_RUN; i++) {
            latency.took(1_000);
        }
    }

    private long sampled() {
        long begin = 0;
        while (begin == 0) {
            begin = latency.begin();
        }
        return begin;
    }

    private int timedOf(int calls) {
        int timed = 0;
        for (int i = 0; i < calls; i++) {
            timed += latency.begin() == 0 ? 0 : 1;
        }
        return timed;
    }

    @Test
    void begin_ofManyShortOnes_countsEachAndTimesSome() {
        shortOnes();
        int calls = 1_000 * Latency.SAMPLED;
        assertThat(timedOf(calls)).isBetween(900, 1_100);
        assertThat(latency.getCount()).isEqualTo(Latency.SHORT_RUN + calls);
    }

    @Test
    void since_ofASampledOne_standsForAll() {
        shortOnes();
        long begin = sampled();
        assertThat(begin % 2).isEqualTo(1);
        latency.since(begin);
        assertThat(latency.values().getTotalCount()).isEqualTo(Latency.SHORT_RUN + Latency.SAMPLED);
    }

    @Test
    void sample_afterAShortSampledOne_hasNoSmallerTotal() {
        latency.took(500_000_000);
        shortOnes();
        timedOf(10_000);
        long before = sample().totalNanos();
        assertThat((double) before).isCloseTo(500e6 + Latency.SHORT_RUN * 1e3, withinPercentage(0.1));
        // The one after somebody asked is timed and stands for itself alone.
        latency.begin();
        latency.since(sampled());
        assertThat(sample().totalNanos()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void recentMax_whileSampled_timesTheNext() {
        shortOnes();
        for (int round = 0; round < 100; round++) {
            latency.recentMax();
            assertThat(latency.begin()).isNotZero().isEven();
        }
        assertThat(timedOf(10 * Latency.SAMPLED)).isLessThan(20);
        latency.recentMax();
        latency.since(latency.begin() - TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(timedOf(100)).isEqualTo(100);
        assertThat(Math.max(latency.recentMax(), latency.coldMax())).isGreaterThanOrEqualTo(100_000_000);
    }

    @Test
    void took_aLongOneAmongShortOnes_timesEachAgain() {
        shortOnes();
        latency.took(Latency.LONG_NANOS);
        assertThat(timedOf(100)).isEqualTo(100);
    }

    @Test
    void took_aFewThatAreNotShort_goesOnTimingSome() {
        shortOnes();
        for (int round = 0; round < 50; round++) {
            latency.took(Latency.SHORT_NANOS + 1);
            for (int i = 0; i < 99; i++) {
                latency.took(1_000);
            }
        }
        assertThat(timedOf(10 * Latency.SAMPLED)).isLessThan(20);
    }

    @Test
    void took_manyThatAreNotShort_timesEachAgain() {
        shortOnes();
        for (int i = 0; i < 10; i++) {
            latency.took(Latency.SHORT_NANOS + 1);
        }
        assertThat(timedOf(100)).isEqualTo(100);
    }

    @Test
    void counts_switchedOff_leaveWhatIsKnown() {
        latency.took(7);
        counts.on(false);
        latency.took(7);
        assertThat(latency.begin()).isZero();
        assertThat(sample().count()).isEqualTo(1);
        counts.on(true);
        assertThat(latency.begin()).isNotZero();
    }

    @Test
    void recentMax_ofTheFirstCalls_isKeptApart() {
        latency.took(7_000_000);
        assertThat(latency.recentMax()).isZero();
        assertThat(latency.coldMax()).isEqualTo(7_000_000);
        assertThat(sample().recentMaxNanos()).isEqualTo(7_000_000);
        for (int i = 0; i < Latency.COLD_CALLS; i++) {
            latency.took(1);
        }
        assertThat(latency.getOneMinuteRate()).isNotNegative();
        latency.took(8_000_000);
        assertThat(latency.recentMax()).isEqualTo(8_000_000);
    }

    @Test
    void recentMaximum_afterTwoWindows_isForgotten() {
        RecentMaximum recent = new RecentMaximum();
        long start = System.nanoTime();
        recent.add(7);
        assertThat(recent.value(start)).isEqualTo(7);
        assertThat(recent.value(start + TimeUnit.SECONDS.toNanos(11))).isEqualTo(7);
        assertThat(recent.value(start + TimeUnit.SECONDS.toNanos(22))).isZero();
    }
}
