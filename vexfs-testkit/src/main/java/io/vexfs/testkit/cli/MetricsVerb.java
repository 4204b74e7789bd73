package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.Ranges;
import io.vexfs.testkit.bench.mount.MetricsCost;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench metrics}: what measuring costs. */
@Command(
        name = "metrics",
        description = {
            "Compare the rate of the fastest operations with metrics on and off, in turns, in one mount.",
            "Prints one line for each: nanoseconds of a call with and without, the cost, and how sure that is."
        },
        footer = {"", "Example:", "  vexfs bench metrics"})
final class MetricsVerb extends BenchVerb {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Seconds of each call. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        Ranges.require("seconds", seconds, 1, 3_600);
        new MetricsCost(seconds).run(work).forEach(result -> out().println(result.line()));
    }
}
