package io.vexfs.core;

import io.vexfs.api.BridgeConfig;
import io.vexfs.api.Durability;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * How a store is opened. Immutable; start from {@link #DEFAULT}.
 *
 * @param durability when a write counts as safe
 * @param bridge how store and index are kept in step
 * @param log how the log is kept short
 * @param hnsw the shape of new collections' graphs
 * @param create whether a missing store is made
 * @param readOnly whether writes are refused
 * @param mountPoint where this process mounts the store, told to whoever finds it held
 * @param metrics whether operations are counted and timed
 * @param jmx whether what is measured is shown in JMX, as {@code io.vexfs:type=Store,path="…"}
 * @param clock what tells the time
 */
public record VexfsConfig(
        Durability durability,
        BridgeConfig bridge,
        LogPolicy log,
        HnswParameters hnsw,
        boolean create,
        boolean readOnly,
        Optional<String> mountPoint,
        boolean metrics,
        boolean jmx,
        InstantSource clock) {
    /** Batched durability, lazy sync, M = 16; makes the store if it is missing. */
    public static final VexfsConfig DEFAULT = new VexfsConfig(
            Durability.BATCHED,
            BridgeConfig.DEFAULT,
            LogPolicy.DEFAULT,
            HnswParameters.DEFAULT,
            true,
            false,
            Optional.empty(),
            true,
            false,
            InstantSource.system());

    /** Checks that nothing is missing. */
    public VexfsConfig {
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(bridge, "bridge");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(hnsw, "hnsw");
        Objects.requireNonNull(mountPoint, "mountPoint");
        Objects.requireNonNull(clock, "clock");
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the values of a {@link VexfsConfig}. */
    public static final class Builder {
        private Durability durability;
        private BridgeConfig bridge;
        private LogPolicy log;
        private HnswParameters hnsw;
        private boolean create;
        private boolean readOnly;
        private Optional<String> mountPoint;
        private boolean metrics;
        private boolean jmx;
        private InstantSource clock;

        private Builder(VexfsConfig config) {
            durability = config.durability;
            bridge = config.bridge;
            log = config.log;
            hnsw = config.hnsw;
            create = config.create;
            readOnly = config.readOnly;
            mountPoint = config.mountPoint;
            metrics = config.metrics;
            jmx = config.jmx;
            clock = config.clock;
        }

        /** See {@link VexfsConfig#durability()}. */
        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        /** See {@link VexfsConfig#bridge()}. */
        public Builder bridge(BridgeConfig value) {
            bridge = value;
            return this;
        }

        /** See {@link VexfsConfig#log()}. */
        public Builder log(LogPolicy value) {
            log = value;
            return this;
        }

        /** See {@link VexfsConfig#hnsw()}. */
        public Builder hnsw(HnswParameters value) {
            hnsw = value;
            return this;
        }

        /** See {@link VexfsConfig#create()}. */
        public Builder create(boolean value) {
            create = value;
            return this;
        }

        /** See {@link VexfsConfig#readOnly()}. */
        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        /** See {@link VexfsConfig#mountPoint()}. */
        public Builder mountPoint(String value) {
            mountPoint = Optional.of(value);
            return this;
        }

        /** See {@link VexfsConfig#metrics()}. */
        public Builder metrics(boolean value) {
            metrics = value;
            return this;
        }

        /** See {@link VexfsConfig#jmx()}. */
        public Builder jmx(boolean value) {
            jmx = value;
            return this;
        }

        /** See {@link VexfsConfig#clock()}. */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** The configuration. */
        public VexfsConfig build() {
            return new VexfsConfig(durability, bridge, log, hnsw, create, readOnly, mountPoint, metrics, jmx, clock);
        }
    }
}
