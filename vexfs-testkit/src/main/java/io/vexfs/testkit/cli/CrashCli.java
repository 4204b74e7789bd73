package io.vexfs.testkit.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** The verb {@code vexfs crash}: the long forms of the crash harnesses. */
@Command(
        name = "vexfs crash",
        description = {
            "Crash stores on purpose and compare them with what was acknowledged.",
            "Each harness first runs its canary, a known fault, and fails if it does not find it.",
            "Exit code 0: nothing lost; 1: a loss, printed as LOSS, or the harness failed; 2: wrong usage."
        },
        synopsisSubcommandLabel = "WHAT",
        commandListHeading = "%nWhat:%n",
        subcommands = {
            KillsVerb.class,
            MountKillsVerb.class,
            PowerVerb.class,
            FlipsVerb.class,
            FullDiskVerb.class,
            FuzzVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  vexfs crash kills --kills 1000",
            "  vexfs crash power --file-system xfs --stride 5 --minutes 10",
        })
public final class CrashCli extends Program {
    /** Runs what follows {@code vexfs crash} and ends the process. */
    public static void main(String[] args) {
        end(new CrashCli(), args);
    }

    /** Runs what follows {@code vexfs crash} and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new CrashCli(), out, err, args);
    }

    @Override
    String question() {
        return "crash what? 'vexfs crash --help' lists it";
    }
}
