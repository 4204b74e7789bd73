package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.testkit.assertions.VexfsAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine as it is found by those who know only the API. */
class StoreProviderTest {
    @TempDir
    private Path directory;

    @Test
    void installed_withCoreOnTheClassPath_opensThisEngine() {
        BridgeProvider provider = BridgeProvider.installed();

        assertThat(provider.name()).isEqualTo("vexfs");
        try (Bridge bridge = provider.open(directory.resolve("store"), Map.of("m", "8", "durability", "every-write"))) {
            assertThat(bridge.durability()).isEqualTo(Durability.EVERY_WRITE);
            assertThat(bridge.collection("/")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            links           | 3   | unknown engine option: expected one of m, ef-construction, seed, durability, batch-size, link-threads, metrics, segment-bytes, checkpoint-after, was 'links'
            m               | x   | m: expected a whole number from 0 to 2147483647, was 'x'
            m               | 1   | m: expected 2 to 128, was 1
            ef-construction | 8   | efConstruction: expected 16 to 4096, was 8
            metrics         | no  | metrics: expected 'on' or 'off', was 'no'
            segment-bytes   | 1   | segmentBytes: expected 4096 to 1073741824, was 1
            checkpoint-after | 0  | checkpointAfter: expected 1 to 9223372036854775807, was 0
            durability      | yes | unknown durability: expected one of every-write, batched, none, was 'yes'
            """)
    void open_badOption_isRefusedAndNothingIsMade(String name, String value, String message) {
        Path store = directory.resolve("store");

        VexfsAssertions.assertThatVexfs(() -> new StoreProvider().open(store, Map.of(name, value)))
                .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                .withMessage(message);
        assertThat(Files.exists(store)).isFalse();
    }
}
