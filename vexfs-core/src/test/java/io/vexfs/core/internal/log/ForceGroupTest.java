package io.vexfs.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForceGroupTest {
    private final ForceGroup group = new ForceGroup();

    @Test
    void expected_oneWriter_isAlone() {
        assertThat(group.expected()).isEqualTo(1);
        group.ended(1);
        assertThat(group.expected()).isEqualTo(1);
    }

    @Test
    void ended_severalWriters_expectsThemAgain() {
        group.ended(8);
        assertThat(group.expected()).isEqualTo(8);
        group.complete();
        group.ended(3);
        assertThat(group.expected()).isEqualTo(3);
    }

    @Test
    void late_again_waitsForNobodyTwiceAsLong() {
        group.ended(8);
        for (int failures = 1; failures <= 10; failures++) {
            group.late();
            int alone = 0;
            for (group.ended(8); group.expected() == 1; group.ended(8)) {
                // Those who force at once say so, too.
                group.complete();
                alone++;
            }
            assertThat(alone).isEqualTo((1 << Math.min(failures, 6)) - 1);
        }
    }

    @Test
    void complete_afterFailures_beginsAnew() {
        group.ended(8);
        group.late();
        group.late();
        for (int force = 0; force < 4; force++) {
            group.ended(8);
        }
        assertThat(group.expected()).isEqualTo(8);
        group.complete();
        group.late();
        group.ended(8);
        assertThat(group.expected()).isEqualTo(1);
        group.ended(8);
        assertThat(group.expected()).isEqualTo(8);
    }

    @Test
    void waitNanos_followsWhatForcesTake_upToALimit() {
        assertThat(group.waitNanos()).isZero();
        group.took(80_000);
        assertThat(group.waitNanos()).isEqualTo(80_000);
        group.took(160_000);
        assertThat(group.waitNanos()).isEqualTo(90_000);
        group.took(1_000_000_000);
        assertThat(group.waitNanos()).isEqualTo(203_750);
        for (int i = 0; i < 100; i++) {
            group.took(1_000_000_000);
        }
        assertThat(group.waitNanos()).isBetween(ForceGroup.WAIT_NANOS_MAX - 10, ForceGroup.WAIT_NANOS_MAX);
    }
}
