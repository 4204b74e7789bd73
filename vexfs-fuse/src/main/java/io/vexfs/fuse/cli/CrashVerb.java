package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs crash}, as the help shows it: the launcher starts the testkit's program, which knows no engine. */
@Command(
        name = "crash",
        description = {
            "Crash stores on purpose (source tree only): kills, mount, power, flips, full-disk, fuzz.",
            "'./vexfs crash WHAT --help' shows the options."
        },
        footer = {"", "Example:", "  ./vexfs crash kills --kills 1000"})
final class CrashVerb extends Verb {
    @Parameters(
            paramLabel = "WHAT",
            arity = "0..*",
            description = "kills, mount, power, flips, full-disk or fuzz, and its options.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("crash is run by the launcher of the source tree, as its first word: ./vexfs crash");
    }
}
