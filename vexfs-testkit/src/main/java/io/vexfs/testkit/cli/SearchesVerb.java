package io.vexfs.testkit.cli;

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

    @Mixin
    private GeneratedOptions generated;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Override
    void run() throws IOException {
        result.prepare();
        result.finish(generated.suite(result.work(), progress()).benchmarkSearchPerformance(queries), out());
    }
}
