package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.integration.Area;
import io.vexfs.testkit.integration.FuseIntegrationTestSuite;
import io.vexfs.testkit.integration.IntegrationReport;
import io.vexfs.testkit.integration.TestConfiguration;
import io.vexfs.testkit.mount.InstalledMount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs suite integration}: the whole stack, through a real mount of its own. */
@Command(
        name = "integration",
        description = {
            "Look the whole stack over through a real mount, made for it and taken away after it.",
            "Seven areas: initialisation, vector-operations, search, monitoring, stack, errors, synchronisation."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs suite integration",
            "  vexfs suite integration --areas search,errors --vectors 2000 --dimensions 384 --json report.json"
        })
final class IntegrationVerb extends BenchVerb {
    private static final TestConfiguration BASE = TestConfiguration.DEFAULT;

    @Option(names = "--areas", split = ",", paramLabel = "AREA", description = "Some of the areas. Default: all.")
    private List<String> areas = Arrays.stream(Area.values()).map(Area::text).toList();

    @Option(names = "--vectors", paramLabel = "N", description = "Vectors of a check. Default: 300.")
    private int vectors = BASE.vectors();

    @Option(names = "--dimensions", paramLabel = "N", description = "Of each vector. Default: 32.")
    private int dimensions = BASE.dimensions();

    @Option(names = "--queries", paramLabel = "N", description = "Searches that are compared. Default: 50.")
    private int queries = BASE.queries();

    @Option(names = "--k", paramLabel = "N", description = "Neighbours of each. Default: 10.")
    private int k = BASE.k();

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once. Default: 4.")
    private int clients = BASE.clients();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random. Default: 1.")
    private long seed = BASE.seed();

    @Option(names = "--recall", paramLabel = "R", description = "The least recall. Default: 0.95.")
    private double recall = BASE.recallMin();

    @Option(names = "--operation-millis", paramLabel = "MS", description = "p99 of an operation. Default: 500.")
    private int operationMillis = BASE.operationMillisMax();

    @Option(names = "--search-millis", paramLabel = "MS", description = "p99 of a search. Default: 1000.")
    private int searchMillis = BASE.searchMillisMax();

    @Option(names = "--stack-bytes", paramLabel = "N", description = "Stack of an operation. Default: 65536.")
    private int stackBytes = BASE.stackBytesMax();

    @Option(names = "--limit", paramLabel = "SECONDS", description = "A check is given up after that. Default: 60.")
    private long limitSeconds = BASE.limit().toSeconds();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    @Override
    void run() throws IOException {
        TestConfiguration configuration = BASE.toBuilder()
                .vectors(vectors, dimensions)
                .searches(queries, k, recall)
                .clients(clients, seed)
                .thresholds(operationMillis, searchMillis, stackBytes)
                .limit(Duration.ofSeconds(limitSeconds))
                .build();
        IntegrationReport report =
                new FuseIntegrationTestSuite(new InstalledMount(), configuration).run(chosen(), progress());
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        if (!report.failed().isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR,
                    report.failed().size() + " of " + report.results().size() + " checks failed");
        }
    }

    private Set<Area> chosen() {
        Set<Area> chosen = EnumSet.noneOf(Area.class);
        for (String name : areas) {
            chosen.add(Arrays.stream(Area.values())
                    .filter(area -> area.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new VexfsException(
                            FuseVexfsError.INVALID_ARGUMENT,
                            "--areas: expected some of "
                                    + Arrays.stream(Area.values())
                                            .map(Area::text)
                                            .collect(Collectors.joining(", "))
                                    + ", was '" + name + "'")));
        }
        return chosen;
    }
}
