package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void look_listenerThatFails_goesOn() {
        AlertWatch failing = new AlertWatch(
                () -> new Readings(Map.of(Budget.SEARCH, 2 * LIMIT), 0, 0),
                PerformanceThresholds.DEFAULT,
                alert -> {
                    throw new IllegalStateException("a bug");
                },
                () -> now);
        failing.look();
        failing.look();
        assertThat(failing.active(Budget.SEARCH)).isTrue();
    }

    @Test
    void close_twiceWithAndWithoutStart_endsTheThread() {
        watch.close();
        AlertWatch started = AlertWatch.start(() -> Readings.NONE, PerformanceThresholds.DEFAULT, told::add);
        started.close();
        started.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("vexfs-alerts"));
    }
}
