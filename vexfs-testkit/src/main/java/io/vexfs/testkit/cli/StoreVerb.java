package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.result.Thresholds;
import io.vexfs.testkit.bench.store.StoreBenchmark;
import io.vexfs.testkit.bench.store.StoreFigure;
import io.vexfs.testkit.bench.store.StoreReport;
import io.vexfs.testkit.bench.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench store}: what it costs that nothing is lost. */
@Command(
        name = "store",
        description = {
            "Measure forced and batched writes, syncs, compaction, disk and recovery on generated vectors.",
            "Prints a line for each figure, with its target and whether it is met."
        },
        footer = {"", "Example:", "  vexfs bench store --vectors 1000000 --parts compaction,recovery --json store.json"
        })
final class StoreVerb extends BenchVerb {
    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Vectors in the store. Default: ${DEFAULT-VALUE}.")
    private int vectors;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Alternations of what is compared; medians are taken over them. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "Time for each side of a round of forced writes. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "Some of forced, batched, sync, compaction, recovery. Default: all.")
    private List<String> parts = StoreSettings.PARTS;

    @Option(
            names = "--engine-option",
            paramLabel = "NAME=VALUE",
            description = "A further option of the engine, such as m=8. May be repeated.")
    private Map<String, String> engine = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--check",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = "Exit with 1 if a target is missed; with a file, if a figure is not as that wants it.")
    private Optional<Path> check = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        for (String part : parts) {
            if (!StoreSettings.PARTS.contains(part)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "--parts: expected some of " + String.join(", ", StoreSettings.PARTS) + ", was '" + part + "'");
            }
        }
        Optional<Path> thresholds = check.filter(file -> !file.toString().isEmpty());
        if (thresholds.isPresent()) {
            Thresholds.read(thresholds.get());
        }
        StoreSettings settings = new StoreSettings(vectors, dimensions, rounds, seconds, Set.copyOf(parts), engine);
        StoreReport report = new StoreBenchmark(BridgeProvider.installed(), settings).run(work, progress());
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        List<String> missed = report.figures().stream()
                .filter(figure -> !figure.met())
                .map(StoreFigure::name)
                .toList();
        ResultOptions.check(thresholds, report.result());
        if (check.isPresent() && thresholds.isEmpty() && !missed.isEmpty()) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "targets missed: " + String.join(", ", missed));
        }
    }
}
