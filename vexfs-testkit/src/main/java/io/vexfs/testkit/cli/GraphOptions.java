package io.vexfs.testkit.cli;

import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.testkit.bench.GraphSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the graph is built. */
final class GraphOptions {
    @Option(
            names = "--m",
            paramLabel = "N",
            defaultValue = "16",
            description = "Links of a node, twice as many on the lowest level. Default: ${DEFAULT-VALUE}.")
    private int m;

    @Option(
            names = "--ef-construction",
            paramLabel = "N",
            defaultValue = "200",
            description = "Candidates kept while a node is linked. Default: ${DEFAULT-VALUE}.")
    private int efConstruction;

    @Option(
            names = "--build-threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that build. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--storage",
            paramLabel = "PLACE",
            defaultValue = "heap",
            converter = DataOptions.StorageText.class,
            description = "Where VexFS keeps full vectors: heap, or mapped from a file. Default: ${DEFAULT-VALUE}.")
    private VectorStorage storage;

    @Option(
            names = "--engine-option",
            paramLabel = "NAME=VALUE",
            description = "A further option of the engine, such as durability=none. May be repeated.")
    private Map<String, String> engine = new LinkedHashMap<>();

    GraphSettings settings() {
        return new GraphSettings(m, efConstruction, threads, Quantization.NONE, storage, engine);
    }
}
