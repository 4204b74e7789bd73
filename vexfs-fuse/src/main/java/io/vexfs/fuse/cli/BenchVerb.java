package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs bench}, as the help shows it: the launcher starts the testkit's program, which knows no engine. */
@Command(
        name = "bench",
        description = {
            "Measure (source tree only): ann, on any data; dataset, to make data; peers, against other engines;",
            "storage, searches and mixed, how fast it stores, searches and does both; store, what it costs that",
            "nothing is lost; mount, the mount as a disk; metrics, stack, memory, soak and budgets,",
            "what the mount takes; compare, two results; report, a page with plots.",
            "'./vexfs bench WHAT --help' shows the options."
        },
        footer = {"", "Example:", "  ./vexfs bench dataset glove --out ./glove && ./vexfs bench peers --data ./glove"})
final class BenchVerb extends Verb {
    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "One of these, and its options.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("bench is run by the launcher of the source tree, as its first word: ./vexfs bench");
    }
}
