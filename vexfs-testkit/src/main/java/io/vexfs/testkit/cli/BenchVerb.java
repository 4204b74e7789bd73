package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.Progress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One verb of the testkit: picocli fills its fields, then runs it. */
abstract class BenchVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Does it; throws if it could not. */
    abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return 0;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** What a person should know and a program that reads the output should not. */
    final void note(String text) {
        spec.commandLine().getErr().println("vexfs: " + text);
    }

    final Progress progress() {
        return new TerminalProgress();
    }
}
