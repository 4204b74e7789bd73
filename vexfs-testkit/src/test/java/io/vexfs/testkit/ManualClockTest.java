package io.vexfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.model.MemoryBridge;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    @Test
    void advance_movesWhatABridgeReads() {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        try (MemoryBridge bridge = new MemoryBridge(clock)) {
            assertThat(bridge.syncStatus().lastSync()).isEmpty();

            clock.advance(Duration.ofSeconds(7));

            assertThat(bridge.forceSync().lastSync()).contains(Instant.ofEpochSecond(7));
        }
    }
}
