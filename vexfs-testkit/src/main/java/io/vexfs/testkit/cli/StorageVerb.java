package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench storage}: vectors stored one by one. */
@Command(
        name = "storage",
        description = {"Store generated vectors one by one; print rate, latencies and bytes on the disk."},
        footer = {"", "Example:", "  vexfs bench storage --vectors 20000 --mount --check thresholds.json"})
final class StorageVerb extends BenchVerb {
    @Mixin
    private ResultOptions result;

    @Option(names = "--mount", description = "Save files in a mount rather than call the API.")
    private boolean mount;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int vectors;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    @Override
    void run() throws IOException {
        result.prepare();
        FuseBenchmarkSuite suite =
                new FuseBenchmarkSuite(BridgeProvider.installed(), result.work(), dimensions, mount, progress());
        result.finish(suite.benchmarkVectorStorage(vectors), out());
    }
}
