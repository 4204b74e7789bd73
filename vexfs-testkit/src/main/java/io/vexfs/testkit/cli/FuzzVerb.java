package io.vexfs.testkit.cli;

import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.FuzzHarness;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs crash fuzz}: readers of bytes from outside are fed with what a fuzzer finds. */
@Command(
        name = "fuzz",
        description = {
            "Feed the readers of log, snapshots, formats, filters and queries with",
            "what Jazzer finds. Each must read its input or refuse it with an error of its own."
        },
        footer = {"", "Example:", "  vexfs crash fuzz log filter --seconds 600"})
final class FuzzVerb extends CrashVerb {
    @Parameters(paramLabel = "TARGET", arity = "0..*", description = "What is fuzzed. Default: everything.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "For each target. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--corpus",
            paramLabel = "DIRECTORIES",
            description = "What was found before, in directories by target. Default: the source tree's.")
    private String corpus = System.getProperty("vexfs.corpus", "");

    @Option(names = "--keep", description = "Add what reaches new code to the corpus.")
    private boolean keep;

    @Override
    int rounds() {
        return seconds;
    }

    @Override
    Optional<String> hindrance() {
        return FuzzHarness.hindrance();
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        List<Path> directories = Arrays.stream(corpus.split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .map(name -> Path.of(name).toAbsolutePath())
                .toList();
        return FuzzHarness.run(settings, targets, directories, keep, progress());
    }
}
