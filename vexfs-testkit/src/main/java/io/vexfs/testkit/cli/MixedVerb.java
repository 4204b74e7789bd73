package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import io.vexfs.testkit.bench.mixed.MixedSettings;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench mixed}: clients that search, store and delete at once. */
@Command(
        name = "mixed",
        description = {
            "Let clients search, store and delete at once; print rates, latencies, errors, growth of heap and disk,",
            "and whether every acknowledged write is there, also once the store was opened again."
        },
        footer = {"", "Example:", "  vexfs bench mixed --mount --clients 8 --seconds 60 --json mixed.json"})
final class MixedVerb extends BenchVerb {
    @Mixin
    private ResultOptions result;

    @Option(names = "--mount", description = "Work through a mount rather than the API.")
    private boolean mount;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Vectors in the store. Default: ${DEFAULT-VALUE}.")
    private int vectors;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            description = "Clients at once. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--search-percent",
            paramLabel = "N",
            defaultValue = "70",
            description =
                    "Calls in a hundred that search; of the others one in four deletes. Default: ${DEFAULT-VALUE}.")
    private int searchPercent;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    void run() throws IOException {
        result.prepare();
        MixedSettings settings = new MixedSettings(vectors, dimensions, clients, seconds, searchPercent, seed);
        FuseBenchmarkSuite suite =
                new FuseBenchmarkSuite(BridgeProvider.installed(), result.work(), dimensions, mount, progress());
        result.finish(suite.benchmarkMixed(settings), out());
    }
}
