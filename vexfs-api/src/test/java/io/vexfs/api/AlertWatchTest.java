package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertWatchTest {
    private static final double LIMIT = PerformanceThresholds.DEFAULT.limit(Budget.SEARCH);

    private final List<PerformanceAlert> told = new ArrayList<>();
    private Readings readings = Readings.NONE;
    private Instant now = Instant.EPOCH;
    private final AlertWatch watch =
            new AlertWatch(() -> readings, PerformanceThresholds.DEFAULT, told::add, () -> now);

    private void look(double search) {
        readings = new Readings(Map.of(Budget.SEARCH, search), 0, 0);
        now = now.plusSeconds(1);
        watch.look();
    }

    private void calm(int looks) {
        for (int i = 0; i < looks; i++) {
            look(0);
        }
    }

    @Test
    void look_atTheLimit_beginsNothing() {
        look(LIMIT);
        assertThat(watch.alerts()).isEmpty();
        assertThat(watch.active(Budget.SEARCH)).isFalse();
    }

    @Test
    void look_firstCalls_mayTakeTenTimesTheLimitAndNoMore() {
        readings = new Readings(Map.of(Budget.SEARCH, 0.0), 0, 0).withCold(Budget.SEARCH, 10 * LIMIT);
        watch.look();
        assertThat(watch.alerts()).isEmpty();
        readings = readings.withCold(Budget.SEARCH, 10 * LIMIT + 1);
        watch.look();
        assertThat(watch.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.worst()).isEqualTo(10 * LIMIT + 1));
    }

    @Test
    void look_memoryThatVectorsMayTake_isAddedToTheLimit() {
        double limit = PerformanceThresholds.DEFAULT.limit(Budget.MEMORY);
        Map<Budget, Double> allowed = Map.of(Budget.MEMORY, 100.0);
        readings = new Readings(Map.of(Budget.MEMORY, limit + 100), Map.of(), allowed, 0, 0);
        watch.look();
        assertThat(watch.alerts()).isEmpty();
        readings = readings.with(Budget.MEMORY, limit + 101);
        watch.look();
        assertThat(watch.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.limit()).isEqualTo(limit + 100));
    }

    @Test
    void look_aboveTheLimit_beginsOneAlertThatKeepsTheWorst() {
        look(LIMIT + 1);
        look(3 * LIMIT);
        look(2 * LIMIT);

        assertThat(told).hasSize(1);
        assertThat(watch.begun()).isEqualTo(1);
        assertThat(watch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.budget()).isEqualTo(Budget.SEARCH);
            assertThat(alert.start()).isEqualTo(Instant.EPOCH.plusSeconds(1));
            assertThat(alert.active()).isTrue();
            assertThat(alert.worst()).isEqualTo(3 * LIMIT);
            assertThat(alert.text()).isEqualTo("search: 150.0 ms, limit 50.0 ms");
        });
    }

    @Test
    void look_upAndDownAroundTheLimit_isOneAlert() {
        for (int i = 0; i < 50; i++) {
            look(LIMIT + 1);
            look(LIMIT - 1);
            calm(AlertWatch.CALM_LOOKS - 1);
        }
        assertThat(watch.begun()).isEqualTo(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void look_wellBelowForLong_endsTheAlertAndTellsSo() {
        look(2 * LIMIT);
        calm(AlertWatch.CALM_LOOKS);

        assertThat(watch.active(Budget.SEARCH)).isFalse();
        assertThat(told).hasSize(2);
        assertThat(told.get(1).end()).contains(now);
        assertThat(told.get(1).worst()).isEqualTo(2 * LIMIT);
        assertThat(watch.alerts()).containsExactly(told.get(1));
        look(2 * LIMIT);
        assertThat(watch.begun()).isEqualTo(2);
    }

    @Test
    void look_littleBelowTheLimit_doesNotEndTheAlert() {
        look(2 * LIMIT);
        for (int i = 0; i < 3 * AlertWatch.CALM_LOOKS; i++) {
            look(0.9 * LIMIT);
        }
        assertThat(watch.active(Budget.SEARCH)).isTrue();
    }

    @Test
    void look_failuresAboveTheRate_beginAnAlertAndTheirAbsenceEndsIt() {
        for (int i = 0; i <= 100; i += 10) {
            readings = new Readings(Map.of(), i, 0);
            watch.look();
        }
        assertThat(watch.active(Budget.ERROR_RATE)).isFalse();
        readings = new Readings(Map.of(), 110, 5);
        watch.look();
        assertThat(watch.active(Budget.ERROR_RATE)).isTrue();
        for (int i = 0; i < 3 * AlertWatch.CALM_LOOKS; i++) {
            readings = new Readings(Map.of(), readings.operations() + 10, 5);
            watch.look();
        }
        assertThat(watch.active(Budget.ERROR_RATE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void look_listenerThatFails_goesOn(Class<? extends Throwable> failure) {
        AlertWatch failing = new AlertWatch(
                () -> new Readings(Map.of(Budget.SEARCH, 2 * LIMIT), 0, 0),
                PerformanceThresholds.DEFAULT,
                alert -> {
                    if (failure == IllegalStateException.class) {
                        throw new IllegalStateException("a bug");
                    }
                    throw new NoClassDefFoundError("a bug");
                },
                () -> now);
        failing.look();
        failing.look();
        assertThat(failing.active(Budget.SEARCH)).isTrue();
    }

    @Test
    @Timeout(600)
    void start_sourceThatRanOutOfMemory_goesOn() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch alerted = new CountDownLatch(1);
        Supplier<Readings> source = () -> {
            if (looks.incrementAndGet() == 2) {
                throw new OutOfMemoryError("seeded");
            }
            return new Readings(Map.of(Budget.SEARCH, looks.get() > 2 ? 2 * LIMIT : 0), 0, 0);
        };
        AlertWatch started = AlertWatch.start(source, PerformanceThresholds.DEFAULT, alert -> alerted.countDown());
        alerted.await();
        started.close();
        assertThat(started.active(Budget.SEARCH)).isTrue();
        awaitEnd();
    }

    @Test
    @Timeout(600)
    void close_listenerThatWaitsForWhoCloses_doesNotWaitForEver() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AlertWatch started = AlertWatch.start(
                () -> new Readings(Map.of(Budget.SEARCH, 2 * LIMIT), 0, 0), PerformanceThresholds.DEFAULT, alert -> {
                    told.countDown();
                    try {
                        closed.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                });
        told.await();
        started.close();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        closed.countDown();
        awaitEnd();
    }

    private static void awaitEnd() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("vexfs-alerts")) {
                thread.join();
            }
        }
    }

    @Test
    @Timeout(600)
    void close_twiceWithAndWithoutStart_endsTheThread() throws InterruptedException {
        watch.close();
        AlertWatch started = AlertWatch.start(() -> Readings.NONE, PerformanceThresholds.DEFAULT, told::add);
        started.close();
        started.close();
        awaitEnd();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("vexfs-alerts"));
    }
}
