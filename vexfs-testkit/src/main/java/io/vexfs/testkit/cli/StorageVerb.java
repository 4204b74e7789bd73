package io.vexfs.testkit.cli;

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

    @Mixin
    private GeneratedOptions generated;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int vectors;

    @Override
    void run() throws IOException {
        result.prepare();
        result.finish(generated.suite(result.work(), progress()).benchmarkVectorStorage(vectors), out());
    }
}
