package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.AnnBenchmark;
import io.vexfs.testkit.bench.AnnData;
import io.vexfs.testkit.bench.AnnReport;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.InsertBenchmark;
import io.vexfs.testkit.bench.QuerySettings;
import io.vexfs.testkit.bench.result.Thresholds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench ann}: build time, memory, and recall against queries a second on any data set. */
@Command(
        name = "ann",
        description = {
            "Measure build time, memory, and recall@10 against queries a second on any data set.",
            "Prints build_s=, bytes_per_vector= and one line for each ef."
        },
        footer = {
            "",
            "Example:",
            "  vexfs bench ann --base base.fvecs --query query.fvecs --truth truth.ivecs --metric l2 --ef 16,32,64,128"
        })
final class AnnVerb extends BenchVerb {
    @Mixin
    private DataOptions data;

    @Mixin
    private GraphOptions graph;

    @Option(
            names = "--quantization",
            paramLabel = "CODES",
            defaultValue = "none",
            converter = DataOptions.QuantizationText.class,
            description =
                    "What searches walk by: none, int8 or int4; what they return is measured on full vectors. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Quantization quantization;

    @Option(
            names = "--ef",
            split = ",",
            paramLabel = "EF",
            defaultValue = "16,32,64,128",
            description = "Candidates that a search keeps, one measurement each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> efs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that ask at once. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Alternations over all efs; medians are taken over them. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Searching before anything is measured. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--while-inserting",
            description = {
                "Compare searches alone with searches while another thread stores the last tenth of the base, over and over.",
                "Prints one line for each ef."
            })
    private boolean whileInserting;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Exit with 1 if a figure is not as this file wants it: {\"ef64.recall\": {\"least\": 0.95}}.")
    private Optional<Path> thresholds = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the store lies while it is measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        QuerySettings query = new QuerySettings(efs, threads, rounds, Duration.ofSeconds(warmUpSeconds));
        GraphSettings built = graph.settings().with(quantization);
        if (whileInserting) {
            if (json.isPresent()) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT, "--json: expected not together with --while-inserting");
            }
            new InsertBenchmark(BridgeProvider.installed(), AnnData.load(data.files(), data.metric()), built, query)
                    .run(work, progress())
                    .forEach(result -> out().println(result.line()));
            return;
        }
        AnnBenchmark benchmark =
                new AnnBenchmark(BridgeProvider.installed(), AnnData.load(data.files(), data.metric()), built, query);
        if (thresholds.isPresent()) {
            // A mistake in them is not to cost a run.
            Thresholds.read(thresholds.get());
        }
        AnnReport report = benchmark.run(work, progress());
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        ResultOptions.check(thresholds, report.result());
    }
}
