package io.vexfs.fuse.cli;

import com.google.common.base.Throwables;
import io.vexfs.api.VexfsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code vexfs}: parses the verb, runs it, and turns failures into one line and an exit code. */
@Command(
        name = "vexfs",
        description = "A vector store that one can embed and mount.",
        mixinStandardHelpOptions = true,
        versionProvider = VexfsCli.Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {
            DemoVerb.class,
            MountVerb.class,
            UmountVerb.class,
            CreateVerb.class,
            ImportVerb.class,
            SearchVerb.class,
            ListVerb.class,
            GetVerb.class,
            DeleteVerb.class,
            DropVerb.class,
            StatsVerb.class,
            TopVerb.class,
            VerifyVerb.class,
            RebuildVerb.class,
            CompactVerb.class,
            BackupVerb.class,
            ExportVerb.class,
            DescribeVerb.class,
            InstallVerb.class,
            TestVerb.class,
            BenchVerb.class,
            CrashVerb.class,
            SuiteVerb.class,
            ReleaseVerb.class,
            ClassesVerb.class,
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage; 'verify' has its own.",
            "",
            "Start with:",
            "  vexfs demo",
            "  vexfs mount ./store ./mnt && ls ./mnt",
            "Help for one verb:",
            "  vexfs mount --help",
        })
public final class VexfsCli implements Runnable {
    static final int FAILURE = 1;
    static final int USAGE = 2;
    private static final int HELP_COLUMNS = 110;

    /** Held here because the logging system holds its loggers weakly, and would forget the level. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log what the store does; print stack traces with errors.")
    private boolean verbose;

    /** Runs one verb and ends the process. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT %4$s %3$s: %5$s%6$s%n");
        // Without a logging library on the class path, slf4j would announce that on every run.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** On JDK 17 {@code System.out} writes in the locale's encoding; file names and JSON are UTF-8 everywhere. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** Runs one verb and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        VexfsCli cli = new VexfsCli();
        return new CommandLine(cli)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setParameterExceptionHandler(VexfsCli::refuse)
                .setExecutionStrategy(parsed -> cli.execute(parsed))
                .setExecutionExceptionHandler((failure, line, parsed) -> cli.report(failure, line))
                .execute(args);
    }

    /** Without a verb there is nothing to run. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb; 'vexfs --help' lists them");
    }

    private int execute(ParseResult parsed) {
        ROOT_LOGGER.setLevel(verbose ? Level.INFO : Level.WARNING);
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int refuse(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        line.getErr()
                .println("vexfs: "
                        + oneLine(String.valueOf(failure.getMessage())).replaceFirst("^Error: ", ""));
        String verb = line.getCommandSpec().qualifiedName();
        if (!verb.equals("vexfs")) {
            line.getErr().println("'" + verb + " --help' shows its options and an example");
        }
        return USAGE;
    }

    private int report(Exception failure, CommandLine line) {
        if (verbose) {
            line.getErr().print(Throwables.getStackTraceAsString(failure));
        }
        line.getErr().println("vexfs: " + message(failure));
        return failure instanceof UsageException ? USAGE : line.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String message(Throwable failure) {
        String text = Objects.requireNonNullElse(failure.getMessage(), "");
        if (failure instanceof VexfsException vexfs) {
            // The lines to paste for a JVM without its flags are worth more than one line.
            return switch (vexfs.error()) {
                case UNSUPPORTED -> text;
                case CORRUPT -> oneLine(text) + "; 'vexfs verify' looks at the whole store";
                default -> oneLine(text);
            };
        }
        if (failure instanceof UsageException) {
            return text;
        }
        if (failure instanceof NoSuchFileException) {
            return text + ": no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return text + ": permission denied";
        }
        if (failure instanceof FileSystemException known && known.getReason() == null) {
            return text + ": " + words(failure);
        }
        if (failure instanceof IOException && !text.isEmpty()) {
            return oneLine(text);
        }
        return oneLine(failure.getClass().getSimpleName() + ": " + text) + " (--verbose shows where)";
    }

    /** {@code file already exists} for a {@code FileAlreadyExistsException}, whose own message is the path alone. */
    private static String words(Throwable failure) {
        return failure.getClass()
                .getSimpleName()
                .replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** What {@code mount --foreground} calls: its output is a log. */
    static void logProgress() {
        ROOT_LOGGER.setLevel(Level.INFO);
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VexfsCli.class.getPackage().getImplementationVersion();
            return new String[] {
                "vexfs " + Objects.requireNonNullElse(version, "(not from a jar)"), "JVM " + Runtime.version(),
            };
        }
    }
}
