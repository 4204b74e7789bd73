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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * A program of picocli verbs: it parses what follows its name, runs it, and turns failures into one line and an exit code:
 * 0 done, 1 failed, 2 wrong usage.
 */
abstract class Program implements Runnable {
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

    /** What is asked of a user who names nothing to run. */
    abstract String question();

    /** Runs a program on the process's streams and ends the process. */
    static void end(Program program, String... args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        ROOT_LOGGER.setLevel(Level.WARNING);
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = run(program, out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs a program and returns its exit code. */
    static int run(Program program, PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(program)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Program::refuse)
                .setExecutionExceptionHandler((failure, line, parsed) -> program.report(failure, line))
                .execute(args);
    }

    /** Without a word there is nothing to run. */
    @Override
    public final void run() {
        throw new ParameterException(spec.commandLine(), question());
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
