package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private final AtomicInteger asked = new AtomicInteger();

    /** One that is there when it was asked for that often. */
    private Lookout requestAt(int times, boolean looks) {
        return new Lookout(() -> asked.incrementAndGet() >= times, looks);
    }

    @Test
    void requested_oneIsThere_isTrueAtOnce() {
        assertThat(requestAt(1, true).requested()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void requested_oneComesSoon_isAwaited() {
        assertThat(requestAt(2, true).requested()).isFalse();
        assertThat(asked.get()).isBetween(1, 2);
    }

    @Test
    void requested_oneProcessor_asksOnce() {
        assertThat(requestAt(9, false).requested()).isFalse();
        assertThat(asked).hasValue(1);
    }

    @Test
    void requested_inVainAllTheTime_looksOnceInAWhile() {
        Lookout lookout = requestAt(Integer.MAX_VALUE, true);
        for (int i = 0; i < Lookout.TRUST_MAX; i++) {
            lookout.requested();
        }
        asked.set(0);
        for (int i = 1; i < Lookout.RETRY; i++) {
            lookout.requested();
        }
        assertThat(asked).hasValue(Lookout.RETRY - 1);
    }

    @Test
    void requested_thereAllTheTime_isTakenForGrantedInBetween() {
        Lookout lookout = requestAt(1, true);
        int rounds = 10 * (1 + Lookout.GRANTED_MAX);
        for (int i = 0; i < Lookout.BUSY + rounds; i++) {
            assertThat(lookout.requested()).isTrue();
        }
        assertThat(asked).hasValue(Lookout.BUSY + rounds / (1 + Lookout.GRANTED_MAX));
    }

    @Test
    void requested_noLongerThereAllTheTime_isAskedForAgain() {
        AtomicInteger busy = new AtomicInteger(1);
        Lookout lookout = new Lookout(() -> asked.incrementAndGet() > 0 && busy.get() == 1, false);
        for (int i = 0; i < Lookout.BUSY + Lookout.GRANTED_MAX; i++) {
            lookout.requested();
        }
        busy.set(0);
        asked.set(0);
        assertThat(lookout.requested()).isFalse();
        assertThat(lookout.requested()).isFalse();
        assertThat(asked).hasValue(2);
    }
}
