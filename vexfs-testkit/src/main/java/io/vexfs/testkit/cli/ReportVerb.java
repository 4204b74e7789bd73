package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import io.vexfs.testkit.bench.mixed.MixedSettings;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.ReportPage;
import io.vexfs.testkit.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs bench report}: results as one page with plots. */
@Command(
        name = "report",
        description = {
            "Write one HTML page with plots, which needs no other file: recall against queries a second, latency by",
            "percentile, throughput over time. Of the results that --json wrote, or, where none is named, of a run of",
            "everything now: recall, storing, searching, mixed work; the last three also through a mount, where there",
            "can be one."
        },
        footer = {"", "Examples:", "  vexfs bench report", "  vexfs bench report ann.json mixed.json --to page.html"})
final class ReportVerb extends BenchVerb {
    private static final List<Integer> EFS = List.of(10, 16, 24, 32, 48, 64, 96, 128, 256);
    private static final int CLIENTS = 4;
    private static final int SEARCH_PERCENT = 70;
    private static final int SEED = 7;

    @Parameters(paramLabel = "RESULT", arity = "0..*", description = "Files that --json wrote.")
    private List<Path> results = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The page. Default: ${DEFAULT-VALUE}.")
    private Path to;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Vectors of the run. Default: ${DEFAULT-VALUE}.")
    private int vectors;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of mixed work. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--no-mount", description = "Leave the mount out of the run.")
    private boolean noMount;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        List<BenchResult> shown = new ArrayList<>();
        if (results.isEmpty()) {
            measure(shown);
        }
        for (Path each : results) {
            shown.add(ResultFile.readAll(each));
        }
        ReportPage.write(to, "VexFS benchmarks", shown);
        out().println(to);
    }

    private void measure(List<BenchResult> shown) throws IOException {
        shown.add(suite(false).benchmarkRecall(vectors, EFS).result());
        measure(suite(false), shown);
        if (noMount || !Files.isReadable(Path.of("/dev/fuse"))) {
            note("without a mount");
            return;
        }
        try {
            measure(suite(true), shown);
        } catch (VexfsException refused) {
            if (refused.error() != FuseVexfsError.UNSUPPORTED) {
                throw refused;
            }
            note("without a mount: " + refused.getMessage());
        }
    }

    private FuseBenchmarkSuite suite(boolean mount) {
        return new FuseBenchmarkSuite(BridgeProvider.installed(), work, dimensions, mount, progress());
    }

    private void measure(FuseBenchmarkSuite suite, List<BenchResult> shown) throws IOException {
        shown.add(suite.benchmarkVectorStorage(vectors));
        shown.add(suite.benchmarkSearchPerformance(vectors, vectors));
        shown.add(suite.benchmarkMixed(new MixedSettings(vectors, dimensions, CLIENTS, seconds, SEARCH_PERCENT, SEED)));
    }
}
