package io.vexfs.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How a bridge keeps store and index in step. Immutable; start from {@link #DEFAULT}.
 *
 * @param lazySync whether a write returns before its vector is linked in the graph (searches see it all the same)
 * @param batchSize vectors that the background linker takes at once, 1 to 1,000,000
 * @param linkThreads background threads that link, 1 to 1,024; fewer link while operations need the processors
 * @param maxConcurrentOps operations that may run at once, 1 to 65,536; the next one waits
 * @param autoRebuild whether a missing or damaged index is built anew from the log at open, rather than refused
 * @param syncInterval how often {@link Durability#BATCHED} writes are forced to the disk, 1 ms to 1 h
 */
public record BridgeConfig(
        boolean lazySync,
        int batchSize,
        int linkThreads,
        int maxConcurrentOps,
        boolean autoRebuild,
        Duration syncInterval) {
    private static final int LINK_THREADS_MAX = 1_024;

    /**
     * Lazy, batches of 1,000, a linking thread for each processor, 64 operations at once, rebuilding, every second.
     */
    public static final BridgeConfig DEFAULT = new BridgeConfig(
            true,
            1_000,
            Math.min(LINK_THREADS_MAX, Runtime.getRuntime().availableProcessors()),
            64,
            true,
            Duration.ofSeconds(1));

    /** Checks the ranges. */
    public BridgeConfig {
        requireRange("batchSize", batchSize, 1, 1_000_000);
        requireRange("linkThreads", linkThreads, 1, LINK_THREADS_MAX);
        requireRange("maxConcurrentOps", maxConcurrentOps, 1, 65_536);
        Objects.requireNonNull(syncInterval, "syncInterval");
        if (syncInterval.compareTo(Duration.ofMillis(1)) < 0 || syncInterval.compareTo(Duration.ofHours(1)) > 0) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "syncInterval: expected 1 ms to 1 h, was " + syncInterval);
        }
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected " + min + " to " + max + ", was " + value);
        }
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the values of a {@link BridgeConfig}. */
    public static final class Builder {
        private boolean lazySync;
        private int batchSize;
        private int linkThreads;
        private int maxConcurrentOps;
        private boolean autoRebuild;
        private Duration syncInterval;

        private Builder(BridgeConfig config) {
            lazySync = config.lazySync;
            batchSize = config.batchSize;
            linkThreads = config.linkThreads;
            maxConcurrentOps = config.maxConcurrentOps;
            autoRebuild = config.autoRebuild;
            syncInterval = config.syncInterval;
        }

        /** See {@link BridgeConfig#lazySync()}. */
        public Builder lazySync(boolean value) {
            lazySync = value;
            return this;
        }

        /** See {@link BridgeConfig#batchSize()}. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** See {@link BridgeConfig#linkThreads()}. */
        public Builder linkThreads(int value) {
            linkThreads = value;
            return this;
        }

        /** See {@link BridgeConfig#maxConcurrentOps()}. */
        public Builder maxConcurrentOps(int value) {
            maxConcurrentOps = value;
            return this;
        }

        /** See {@link BridgeConfig#autoRebuild()}. */
        public Builder autoRebuild(boolean value) {
            autoRebuild = value;
            return this;
        }

        /** See {@link BridgeConfig#syncInterval()}. */
        public Builder syncInterval(Duration value) {
            syncInterval = value;
            return this;
        }

        /** The configuration; checks the ranges. */
        public BridgeConfig build() {
            return new BridgeConfig(lazySync, batchSize, linkThreads, maxConcurrentOps, autoRebuild, syncInterval);
        }
    }
}
