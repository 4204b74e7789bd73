package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BurstTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Burst.ASKED_NANOS / 2);
    private final Burst burst = new Burst(nanos::get);

    @BeforeEach
    void lookedAtBefore() {
        assertThat(burst.lasts()).isFalse();
        nanos.addAndGet(2 * Burst.WINDOW_NANOS);
    }

    private void store(int files) {
        for (int i = 0; i < files; i++) {
            burst.stored();
        }
    }

    @Test
    void lasts_firstFileAfterAPause_isTakenForABurstForAWindow() {
        store(1);
        assertThat(burst.lasts()).isTrue();
        nanos.addAndGet(Burst.WINDOW_NANOS - 1);
        assertThat(burst.lasts()).isTrue();
        nanos.incrementAndGet();
        assertThat(burst.lasts()).isFalse();
    }

    @Test
    void lasts_manyFilesInEachWindow_goesOnUntilFewCome() {
        store(1);
        for (int window = 0; window < 100; window++) {
            assertThat(burst.lasts()).isTrue();
            store(Burst.FILES_MIN);
            nanos.addAndGet(Burst.WINDOW_NANOS);
        }
        assertThat(burst.lasts()).isTrue();
        store(Burst.FILES_MIN - 1);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(burst.lasts()).isFalse();
    }

    @Test
    void lasts_fewFilesInManyWindows_isFalseWhenLookedAtLate() {
        store(1);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(burst.lasts()).isFalse();
        for (int file = 0; file < 2 * Burst.FILES_MIN; file++) {
            nanos.addAndGet(Burst.PAUSE_NANOS / 3);
            store(1);
        }
        assertThat(burst.lasts()).isFalse();
        store(Burst.FILES_MIN);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(burst.lasts()).isTrue();
    }

    @Test
    void lasts_filesAfterAPauseInWhichNobodyLooked_areSeenByTheirOwnTime() {
        nanos.addAndGet(100 * Burst.PAUSE_NANOS);
        store(Burst.FILES_MIN);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(burst.lasts()).isTrue();
        nanos.addAndGet(100 * Burst.PAUSE_NANOS);
        store(Burst.FILES_MIN - 1);
        nanos.addAndGet(Burst.WINDOW_NANOS);
        assertThat(burst.lasts()).isFalse();
    }

    @Test
    void lasts_afterSomebodyAsked_isFalseForASecond() {
        store(1);
        assertThat(burst.lasts()).isTrue();
        assertThat(burst.askedLately()).isFalse();
        burst.asked();
        assertThat(burst.askedLately()).isTrue();
        assertThat(burst.lasts()).isFalse();
        nanos.addAndGet(Burst.ASKED_NANOS - 1);
        store(Burst.FILES_MIN);
        assertThat(burst.lasts()).isFalse();
        assertThat(burst.askedLately()).isTrue();
        burst.asked();
        nanos.addAndGet(Burst.ASKED_NANOS - 1);
        store(Burst.FILES_MIN);
        assertThat(burst.lasts()).isFalse();
        nanos.incrementAndGet();
        assertThat(burst.askedLately()).isFalse();
        assertThat(burst.lasts()).isTrue();
    }

    @Test
    void lasts_whileSomebodyWaitsForLinksAndForASecondAfter_isFalse() {
        store(1);
        assertThat(burst.lasts()).isTrue();
        burst.beginWait();
        assertThat(burst.lasts()).isFalse();
        nanos.addAndGet(10 * Burst.ASKED_NANOS);
        store(Burst.FILES_MIN);
        assertThat(burst.lasts()).isFalse();
        burst.endWait();
        assertThat(burst.lasts()).isFalse();
        nanos.addAndGet(Burst.ASKED_NANOS);
        store(Burst.FILES_MIN);
        assertThat(burst.lasts()).isTrue();
    }
}
