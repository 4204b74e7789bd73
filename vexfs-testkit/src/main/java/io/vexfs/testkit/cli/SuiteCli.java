package io.vexfs.testkit.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** The verb {@code vexfs suite}: suites that look an installation over, without JUnit. */
@Command(
        name = "vexfs suite",
        description = {
            "Look this installation over.",
            "Exit code 0: all is well; 1: something is wrong, printed as FAIL; 2: wrong usage."
        },
        synopsisSubcommandLabel = "WHAT",
        commandListHeading = "%nWhat:%n",
        subcommands = {IntegrationVerb.class, ModelVerb.class},
        footer = {
            "",
            "Examples:",
            "  vexfs suite integration --vectors 1000 --dimensions 384",
            "  vexfs suite model --seeds 100"
        })
public final class SuiteCli extends Program {
    /** Runs what follows {@code vexfs suite} and ends the process. */
    public static void main(String[] args) {
        end(new SuiteCli(), args);
    }

    /** Runs what follows {@code vexfs suite} and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new SuiteCli(), out, err, args);
    }

    @Override
    String question() {
        return "suite what? 'vexfs suite --help' lists it";
    }
}
