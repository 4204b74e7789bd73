package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The verb {@code vexfs bench}: parses what follows, runs it, and turns failures into one line and an exit code. */
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
            StackVerb.class,
            MetricsVerb.class,
            MemoryVerb.class,
            BudgetsVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  vexfs bench dataset fashion-mnist --out ./fashion",
            "  vexfs bench peers --data ./fashion",
        })
public final class BenchCli implements Runnable {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int HELP_COLUMNS = 110;
    /** Held here because the logging system holds its loggers weakly, and would forget the level. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces with errors.")
    private boolean verbose;

    /** Runs what follows {@code vexfs bench} and ends the process. */
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        ROOT_LOGGER.setLevel(Level.WARNING);
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs what follows {@code vexfs bench} and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        BenchCli cli = new BenchCli();
        return new CommandLine(cli)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(BenchCli::refuse)
                .setExecutionExceptionHandler((failure, line, parsed) -> cli.report(failure, line))
                .execute(args);
    }

    /** Without a word there is nothing to run. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "bench what? 'vexfs bench --help' lists it");
    }

    private static int refuse(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        line.getErr().println("vexfs: " + oneLine(String.valueOf(failure.getMessage())));
        line.getErr()
                .println("'" + line.getCommandSpec().qualifiedName() + " --help' shows its options and an example");
        return USAGE;
    }

    private int report(Exception failure, CommandLine line) {
        if (verbose) {
            trace(failure, line.getErr());
        }
        line.getErr().println("vexfs: " + message(failure));
        return failure instanceof VexfsException vexfs && vexfs.error() == FuseVexfsError.INVALID_ARGUMENT
                ? USAGE
                : FAILURE;
    }

    private static void trace(Throwable failure, PrintWriter err) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            err.println(each);
            for (StackTraceElement frame : each.getStackTrace()) {
                err.println("\tat " + frame);
            }
        }
    }

    private static String message(Throwable failure) {
        String text = Objects.requireNonNullElse(failure.getMessage(), "");
        if (failure instanceof VexfsException vexfs) {
            // The lines to paste for a JVM without its flags are worth more than one line.
            return vexfs.error() == FuseVexfsError.UNSUPPORTED ? text : oneLine(text);
        }
        if (failure instanceof NoSuchFileException) {
            return text + ": no such file";
        }
        if (failure instanceof IOException && !text.isEmpty()) {
            return oneLine(text);
        }
        return oneLine(failure.getClass().getSimpleName() + ": " + text) + " (--verbose shows where)";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
