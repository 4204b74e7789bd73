package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.info;
import static io.vexfs.testkit.conformance.Samples.line;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.SyncStatus;
import io.vexfs.testkit.assertions.VexfsAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bridge promises in each of its sync modes; part of {@link BridgeConformance}. */
public interface SyncConformance extends BridgeFixture {
    /** A write is found at once, whatever has been linked and forced by then. */
    @ParameterizedTest
    @EnumSource
    default void write_inEachMode_isFoundAtOnce(SyncMode mode) {
        try (Bridge bridge = opened(mode)) {
            bridge.createCollection("/c", L2);
            for (int i = 0; i < 40; i++) {
                put(bridge, "/c", "v" + i, i, 1);
                VexfsAssertions.assertThat(search(bridge, near("/c", i, 1).k(1)))
                        .hasIds("v" + i);
                assertThat(bridge.get("/c", "v" + i)).isPresent();
            }
            index(bridge, "/c/f.vec", 1, -1, 1);
            VexfsAssertions.assertThat(search(bridge, near("/c", -1, 1).k(1))).hasIds("/c/f.vec");
            assertThat(bridge.delete("/c", "v7", NOBODY)).isTrue();
            VexfsAssertions.assertThat(search(bridge, near("/c", 7, 1).k(2))).hasIds("v6", "v8");
        }
    }

    /** The status says what the mode promises: linked at return when not lazy, on the disk at return under every-write. */
    @ParameterizedTest
    @EnumSource
    default void syncStatus_inEachMode_saysWhatIsDone(SyncMode mode) {
        try (Bridge bridge = opened(mode)) {
            line(bridge, 30);
            put(bridge, "/c", "last", 3, 4);
            SyncStatus after = bridge.syncStatus();

            assertThat(bridge.durability()).isEqualTo(mode.durability());
            if (!mode.config().lazySync()) {
                assertThat(after.pending()).as("pending").isZero();
                assertThat(info(bridge, "/c").pending()).as("pending in /c").isZero();
            }
            if (mode.durability() == Durability.EVERY_WRITE) {
                assertThat(after.unsyncedBytes()).as("unsynced bytes").isZero();
            }
            SyncStatus synced = bridge.forceSync();
            assertThat(synced.synced()).isTrue();
            assertThat(synced.failures()).isZero();
            assertThat(synced.lastFailure()).isEmpty();
        }
    }

    /** Close keeps everything in every mode, synced before or not. */
    @ParameterizedTest
    @EnumSource
    default void reopen_inEachMode_keepsEveryWrite(SyncMode mode) {
        Bridge bridge = opened(mode);
        line(bridge, 30);
        bridge.delete("/c", "v03", NOBODY);
        bridge.close();

        try (Bridge again = reopen(bridge, false)) {
            assertThat(info(again, "/c").size()).isEqualTo(29);
            VexfsAssertions.assertThat(search(again, near("/c", 3, 1).k(2))).hasIds("v02", "v04");
        }
    }

    /** The time of the last sync follows each one. */
    @Test
    default void lastSync_afterEachSync_goesOn() {
        try (Bridge bridge = open()) {
            put(bridge, "/", "x", 1, 2);
            Instant first = bridge.forceSync().lastSync().orElseThrow();
            put(bridge, "/", "y", 1, 2);

            assertThat(bridge.forceSync().lastSync().orElseThrow()).isAfterOrEqualTo(first);
        }
    }

    /** Linking takes at least one. */
    @Test
    default void batchSync_ofNone_isRefused() {
        try (Bridge bridge = open()) {
            for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
                assertThatVexfs(() -> bridge.batchSync(limit))
                        .failsWith(FuseVexfsError.INVALID_ARGUMENT)
                        .withMessageContaining(Integer.toString(limit));
            }
        }
    }

    private Bridge opened(SyncMode mode) {
        Optional<Bridge> bridge = open(mode.config(), mode.durability());
        assumeTrue(bridge.isPresent(), "the fixture has no bridge with " + mode);
        return bridge.orElseThrow();
    }

    /** When a write is linked, and when it is on the disk. */
    enum SyncMode {
        /** Linked later, forced with others. */
        LAZY_BATCHED(true, Durability.BATCHED),
        /** Linked later, forced before the write returns. */
        LAZY_EVERY_WRITE(true, Durability.EVERY_WRITE),
        /** Linked later, forced when it is asked for. */
        LAZY_NONE(true, Durability.NONE),
        /** Linked before the write returns, forced with others. */
        EAGER_BATCHED(false, Durability.BATCHED),
        /** Linked and forced before the write returns. */
        EAGER_EVERY_WRITE(false, Durability.EVERY_WRITE);

        private final boolean lazy;
        private final Durability durability;

        SyncMode(boolean lazy, Durability durability) {
            this.lazy = lazy;
            this.durability = durability;
        }

        /** How the bridge links; small batches, often forced, so that little data meets every part. */
        public BridgeConfig config() {
            return BridgeConfig.DEFAULT.toBuilder()
                    .lazySync(lazy)
                    .batchSize(7)
                    .syncInterval(Duration.ofMillis(20))
                    .build();
        }

        /** When a write is safe. */
        public Durability durability() {
            return durability;
        }
    }
}
