package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Comparison;
import io.vexfs.testkit.bench.result.Comparison.Change;
import io.vexfs.testkit.bench.result.Comparison.Verdict;
import io.vexfs.testkit.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs bench compare}: two results beside each other. */
@Command(
        name = "compare",
        description = {
            "Compare two results of the same benchmark, each a file that --json wrote or a directory with those of several runs.",
            "A figure counts as changed where noise does not explain it: of directories with four runs and more by the test",
            "of Mann and Whitney (p <= 0.05) and 2 %; of single runs by --noise, and by the test where there are rounds."
        },
        footer = {"", "Example:", "  vexfs bench compare before.json after.json --check"})
final class CompareVerb extends BenchVerb {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "A file or a directory.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "A file or a directory.")
    private Path after;

    @Option(
            names = "--noise",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "By how much single measurements differ without meaning anything. Default: ${DEFAULT-VALUE}.")
    private double noise;

    @Option(names = "--check", description = "Exit with 1 if a figure is worse.")
    private boolean check;

    @Override
    void run() throws IOException {
        if (!(noise >= 0 && noise <= 1_000)) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "--noise: expected 0 to 1000, was " + noise);
        }
        BenchResult old = ResultFile.readAll(before);
        BenchResult now = ResultFile.readAll(after);
        Comparison comparison =
                new Comparison(old, now, noise / 100, Files.isDirectory(before) && Files.isDirectory(after));
        if (comparison.changes().isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "expected results with the same figures, was " + old.name() + " and " + now.name());
        }
        comparison.notes().forEach(note -> out().println("note: " + note));
        comparison.changes().forEach(change -> out().println(change.line()));
        List<String> worse = comparison.changes().stream()
                .filter(change -> change.verdict() == Verdict.WORSE)
                .map(Change::name)
                .toList();
        if (check && !worse.isEmpty()) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "worse: " + String.join(", ", worse));
        }
    }
}
