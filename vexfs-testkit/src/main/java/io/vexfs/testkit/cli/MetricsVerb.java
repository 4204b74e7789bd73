package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.mount.MetricsCost;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench metrics}: what measuring costs. */
@Command(
        name = "metrics",
        description = {
            "Compare the rate of the fastest operations with metrics on and off, in turns, in one run.",
            "Prints one line for each: nanoseconds of a call with and without, and the cost."
        },
        footer = {"", "Example:", "  vexfs bench metrics"})
final class MetricsVerb extends BenchVerb {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "500",
            description = "Slices of 20 ms of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        new MetricsCost(rounds).run(work).forEach(result -> out().println(result.line()));
    }
}
