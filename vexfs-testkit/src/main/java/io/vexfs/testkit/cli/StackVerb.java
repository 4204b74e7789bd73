package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.mount.StackBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench stack}: the stack that each operation of a mount takes. */
@Command(
        name = "stack",
        description = {
            "Measure the stack that each operation of a mount takes, with vectors of 4,096 components and deep paths.",
            "Prints one line for each operation. VEXFS_JAVA_OPTS=-Xint measures the interpreter."
        },
        footer = {"", "Example:", "  vexfs bench stack"})
final class StackVerb extends BenchVerb {
    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Rounds of every operation before anything is measured. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "400",
            description = "Rounds of every operation that are measured. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the store lies while it is measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Option(
            names = "--part",
            paramLabel = "PART",
            split = ",",
            description = "Only these parts of the work: vectors, ordinary, names, asked, listed, saved, control.")
    private List<String> parts = List.of();

    @Override
    void run() throws IOException {
        new StackBenchmark(warmUp, rounds, parts).run(work, progress()).forEach(result -> out().println(result.line()));
    }
}
