package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.PerformanceAlert;
import io.vexfs.api.PerformanceThresholds;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What a mount measures and where it tells of it. Immutable; start from {@link #DEFAULT}.
 *
 * @param measured whether operations are counted and timed
 * @param thresholds what begins an alert
 * @param listener told of each alert when it begins and when it has ended
 * @param port where metrics are served by HTTP on the loopback address; 0 for any free port; empty for none
 * @param log a file that gets a line of JSON at each interval
 * @param logInterval 1 s to 1 h
 * @param stackEvery one of how many operations of a thread is looked at for the stack it takes; 0 for none
 */
public record MonitoringOptions(
        boolean measured,
        PerformanceThresholds thresholds,
        Consumer<PerformanceAlert> listener,
        OptionalInt port,
        Optional<Path> log,
        Duration logInterval,
        int stackEvery) {
    /** Everything measured, the default thresholds, no port, no log, every 256th operation's stack. */
    public static final MonitoringOptions DEFAULT = new MonitoringOptions(
            true,
            PerformanceThresholds.DEFAULT,
            alert -> {},
            OptionalInt.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            256);

    private static final int PORT_MAX = 65_535;

    /** Checks the ranges. */
    public MonitoringOptions {
        Objects.requireNonNull(thresholds, "thresholds");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(log, "log");
        if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > PORT_MAX)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "metrics port: expected 0 to " + PORT_MAX + ", was " + port.getAsInt());
        }
        if (logInterval.compareTo(Duration.ofSeconds(1)) < 0 || logInterval.compareTo(Duration.ofHours(1)) > 0) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "metrics log: expected every 1 s to 1 h, was " + logInterval);
        }
        if (stackEvery < 0) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "stackEvery: expected 0 or more, was " + stackEvery);
        }
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the values of {@link MonitoringOptions}. */
    public static final class Builder {
        private boolean measured;
        private PerformanceThresholds thresholds;
        private Consumer<PerformanceAlert> listener;
        private OptionalInt port;
        private Optional<Path> log;
        private Duration logInterval;
        private int stackEvery;

        private Builder(MonitoringOptions options) {
            measured = options.measured;
            thresholds = options.thresholds;
            listener = options.listener;
            port = options.port;
            log = options.log;
            logInterval = options.logInterval;
            stackEvery = options.stackEvery;
        }

        /** See {@link MonitoringOptions#measured()}. */
        public Builder measured(boolean value) {
            measured = value;
            return this;
        }

        /** See {@link MonitoringOptions#thresholds()}. */
        public Builder thresholds(PerformanceThresholds value) {
            thresholds = value;
            return this;
        }

        /** See {@link MonitoringOptions#listener()}. */
        public Builder listener(Consumer<PerformanceAlert> value) {
            listener = value;
            return this;
        }

        /** See {@link MonitoringOptions#port()}. */
        public Builder port(OptionalInt value) {
            port = value;
            return this;
        }

        /** See {@link MonitoringOptions#log()}. */
        public Builder log(Optional<Path> value) {
            log = value;
            return this;
        }

        /** See {@link MonitoringOptions#logInterval()}. */
        public Builder logInterval(Duration value) {
            logInterval = value;
            return this;
        }

        /** See {@link MonitoringOptions#stackEvery()}. */
        public Builder stackEvery(int value) {
            stackEvery = value;
            return this;
        }

        /** The options; checks the ranges. */
        public MonitoringOptions build() {
            return new MonitoringOptions(measured, thresholds, listener, port, log, logInterval, stackEvery);
        }
    }
}
