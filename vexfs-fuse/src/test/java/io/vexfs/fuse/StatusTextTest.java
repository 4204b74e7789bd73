package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.StoreStatus;
import io.vexfs.testkit.model.MemoryBridge;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code status.json} says of a store. */
class StatusTextTest {
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private static String text(Bridge bridge) {
        InstantSource clock = InstantSource.system();
        OpenFiles open = new OpenFiles();
        Passthrough passthrough = new Passthrough(false, () -> -1);
        Monitoring monitoring = new Monitoring(bridge, open, MonitoringOptions.DEFAULT, clock);
        return new String(
                new ControlTexts(bridge, monitoring, open, passthrough, new ErrorLog(clock), clock).status(),
                StandardCharsets.UTF_8);
    }

    /** A store in memory that tells this of itself. */
    private static Bridge telling(StoreStatus status) {
        MemoryBridge sound = new MemoryBridge();
        return (Bridge) Proxy.newProxyInstance(
                Bridge.class.getClassLoader(),
                new Class<?>[] {Bridge.class},
                (self, method, arguments) ->
                        method.getName().equals("status") ? status : method.invoke(sound, arguments));
    }

    @Test
    void status_ofAStoreThatRefusesWrites_saysSinceWhenAndWhy() {
        String text = text(telling(new StoreStatus(
                StoreStatus.State.REFUSING_WRITES, SINCE, Optional.of("log/1: fsync failed: Input/output error"))));
        assertThat(text)
                .startsWith("{\n  \"state\" : \"refusing-writes\"")
                .containsSubsequence(
                        "\"store\" : {",
                        "\"state\" : \"refusing-writes\"",
                        "\"since\" : \"2026-01-02T03:04:05Z\"",
                        "\"reason\" : \"log/1: fsync failed: Input/output error\"");
    }

    @Test
    void status_ofAStoreThatIsWell_isReady() {
        assertThat(text(telling(StoreStatus.opened(SINCE, false))))
                .startsWith("{\n  \"state\" : \"ready\"")
                .containsSubsequence("\"store\" : {", "\"state\" : \"ready\"", "\"reason\" : null");
    }
}
