package io.vexfs.testkit.cli;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.AnnData;
import io.vexfs.testkit.bench.AnnFiles;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.QuerySettings;
import io.vexfs.testkit.bench.dataset.DatasetCard;
import io.vexfs.testkit.bench.peers.PeerComparison;
import io.vexfs.testkit.bench.peers.PeerPlot;
import io.vexfs.testkit.bench.peers.PeerReport;
import io.vexfs.testkit.bench.peers.PeerResult;
import io.vexfs.testkit.bench.peers.PeerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench peers}: this engine beside others, on the same files in the same run. */
@Command(
        name = "peers",
        description = {
            "Compare with hnswlib (C++), jvector, Lucene and hnswlib-java on the same files in the same run.",
            "Each engine is a process of its own; they take turns, and medians are compared at equal recall.",
            "Needs Maven and a JDK 21 or later for the Java engines, g++ and apt-get for hnswlib; what cannot run is named."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs bench peers --data ./fashion --plot fashion.png",
            "  vexfs bench peers --data ./sift --metric l2 --engines vexfs,hnswlib --jdk 25,17"
        })
final class PeersVerb extends BenchVerb {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "A directory with *base.fvecs, *query.fvecs and *truth.ivecs.")
    private Path directory;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            converter = DataOptions.MetricText.class,
            description = "l2, cosine or dot. Default: what 'bench dataset' noted in DIR.")
    private Optional<DistanceMetric> metric = Optional.empty();

    @Mixin
    private GraphOptions graph;

    @Option(
            names = "--ef",
            split = ",",
            paramLabel = "EF",
            description = "Candidates that a search keeps. Default: each engine's way up to a recall of 0.993.")
    private List<Integer> efs = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Alternations; medians are taken over them. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Searching of each engine before anything is measured. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Some of vexfs, vexfs+int8, vexfs+int4, hnswlib, jvector, lucene, hnswlib-java. Default: all.")
    private List<String> engines = List.of();

    @Option(
            names = "--jdk",
            split = ",",
            paramLabel = "VERSION",
            description = "JDKs that the Java engines run on, such as 25,17. Default: the newest on this machine.")
    private List<Integer> jdks = List.of();

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "4g",
            description = "Heap of each JVM. Default: ${DEFAULT-VALUE}.")
    private String heap;

    @Option(names = "--json", paramLabel = "OUT", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--plot", paramLabel = "OUT.png", description = "Also draw recall against queries a second.")
    private Optional<Path> plot = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        QuerySettings query = new QuerySettings(
                efs.isEmpty() ? List.of(AnnData.K) : efs, 1, rounds, Duration.ofSeconds(warmUpSeconds));
        GraphSettings built = graph.settings();
        PeerSettings settings =
                new PeerSettings(engines, jdks, heap, Path.of(System.getProperty("vexfs.home", "")), work);
        AnnFiles files = AnnFiles.in(directory);
        Optional<DatasetCard> card = DatasetCard.of(directory);
        AnnData data = AnnData.load(files, metric(card));
        List<PeerResult> results = new PeerComparison(files, data, built, settings)
                .run(efs.isEmpty() ? efs : query.efs(), rounds, query.warmUp(), progress());
        PeerReport report = new PeerReport(conditions(data, card, built), results);
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        if (plot.isPresent()) {
            String name = card.map(DatasetCard::name)
                    .orElse(String.valueOf(directory.toAbsolutePath().getFileName()));
            PeerPlot.write(plot.get(), name + ", " + data.metric().text() + ", one thread", results);
        }
    }

    private DistanceMetric metric(Optional<DatasetCard> card) {
        DistanceMetric chosen = metric.or(() -> card.map(DatasetCard::metric))
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "--metric: expected l2, cosine or dot, since " + directory + " has no dataset.properties"));
        return switch (chosen) {
            case L2, COSINE, DOT -> chosen;
            case L1, HAMMING, JACCARD ->
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "--metric: expected l2, cosine or dot, which all engines have, was " + chosen.text());
        };
    }

    private Map<String, String> conditions(AnnData data, Optional<DatasetCard> card, GraphSettings built)
            throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("data", card.map(DatasetCard::name).orElse(directory.toString()) + " " + data.description());
        conditions.put(
                "graph",
                "m=" + built.m() + " ef_construction=" + built.efConstruction() + " build_threads=" + built.threads()
                        + " storage=" + built.storage().text()
                        + (built.engine().isEmpty() ? "" : " " + built.engine()));
        conditions.put("queries", "threads=1 rounds=" + rounds + " heap=" + heap);
        conditions.put(
                "machine",
                processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put("date", LocalDate.now().toString());
        return conditions;
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return Objects.requireNonNullElse(System.getProperty("os.arch"), "unknown");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }
}
