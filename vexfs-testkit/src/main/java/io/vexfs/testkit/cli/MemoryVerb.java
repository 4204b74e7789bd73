package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.mount.MemoryBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench memory}: the typical workload in the heap that there is. */
@Command(
        name = "memory",
        description = {
            "Mount 10,000 vectors of 128 components and let four clients store and search; print what memory it took.",
            "VEXFS_JAVA_OPTS=-Xmx64m gives it the heap of the budget."
        },
        footer = {"", "Example:", "  VEXFS_JAVA_OPTS=-Xmx64m vexfs bench memory"})
final class MemoryVerb extends BenchVerb {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of storing, and of searching. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the store lies while it is measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        out().println(new MemoryBenchmark(seconds).run(work).line());
    }
}
