package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench searches}: questions asked one by one. */
@Command(
        name = "searches",
        description = {"Search 10,000 generated vectors; print rate and latencies."},
        footer = {"", "Example:", "  vexfs bench searches --queries 20000 --mount"})
final class SearchesVerb extends BenchVerb {
    @Mixin
    private ResultOptions result;

    @Option(names = "--mount", description = "Ask through a mount rather than call the API.")
    private boolean mount;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each vector. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    @Override
    void run() throws IOException {
        result.prepare();
        FuseBenchmarkSuite suite =
                new FuseBenchmarkSuite(BridgeProvider.installed(), result.work(), dimensions, mount, progress());
        result.finish(suite.benchmarkSearchPerformance(queries), out());
    }
}
