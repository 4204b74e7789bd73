package io.vexfs.testkit.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** The verb {@code vexfs bench}. */
@Command(
        name = "vexfs bench",
        description = "Measure; on data of your own, or against other engines.",
        synopsisSubcommandLabel = "WHAT",
        commandListHeading = "%nWhat:%n",
        subcommands = {
            AnnVerb.class,
            DatasetVerb.class,
            PeersVerb.class,
            StoreVerb.class,
            MountVerb.class,
            StackVerb.class,
            MetricsVerb.class,
            MemoryVerb.class,
            BudgetsVerb.class,
            SoakVerb.class,
            StorageVerb.class,
            SearchesVerb.class,
            MixedVerb.class,
            ScaleVerb.class,
            CompareVerb.class,
            ReportVerb.class
        },
        footer = {
            "",
            "The launcher of a source tree also has: vexfs bench kernels, JMH over the distance kernels.",
            "",
            "Examples:",
            "  vexfs bench dataset fashion-mnist --out ./fashion",
            "  vexfs bench peers --data ./fashion",
        })
public final class BenchCli extends Program {
    /** Runs what follows {@code vexfs bench} and ends the process. */
    public static void main(String[] args) {
        end(new BenchCli(), args);
    }

    /** Runs what follows {@code vexfs bench} and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new BenchCli(), out, err, args);
    }

    @Override
    String question() {
        return "bench what? 'vexfs bench --help' lists it";
    }
}
