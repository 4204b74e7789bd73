package io.vexfs.fuse.cli;

import io.vexfs.api.PerformanceThresholds;
import io.vexfs.fuse.MonitoringOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says of a mount's metrics.
 *
 * @param port for HTTP; empty for none
 * @param log absolute; empty for none
 * @param thresholds as {@code NAME=LIMIT}
 */
record MonitoringChoice(OptionalInt port, Optional<Path> log, List<String> thresholds) {
    /** Nothing was said. */
    static final MonitoringChoice NONE = new MonitoringChoice(OptionalInt.empty(), Optional.empty(), List.of());

    MonitoringChoice {
        thresholds = List.copyOf(thresholds);
    }

    /** The same for the mount. */
    MonitoringOptions options() {
        PerformanceThresholds limits = PerformanceThresholds.DEFAULT;
        for (String threshold : thresholds) {
            limits = limits.with(threshold);
        }
        return MonitoringOptions.DEFAULT.toBuilder()
                .port(port)
                .log(log)
                .thresholds(limits)
                .build();
    }

    /** The arguments that say the same again. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        port.ifPresent(number -> arguments.addAll(List.of("--metrics-port", Integer.toString(number))));
        log.ifPresent(file -> arguments.addAll(List.of("--metrics-log", file.toString())));
        thresholds.forEach(threshold -> arguments.addAll(List.of("--threshold", threshold)));
        return arguments;
    }
}
