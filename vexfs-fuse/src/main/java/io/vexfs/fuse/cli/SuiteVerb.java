package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs suite}, as the help shows it: the launcher starts the testkit's program, which knows no engine. */
@Command(
        name = "suite",
        description = {
            "Look this installation over through a real mount (source tree only): integration.",
            "'./vexfs suite WHAT --help' shows the options."
        },
        footer = {"", "Example:", "  ./vexfs suite integration"})
final class SuiteVerb extends Verb {
    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "integration, and its options.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("suite is run by the launcher of the source tree, as its first word: ./vexfs suite");
    }
}
