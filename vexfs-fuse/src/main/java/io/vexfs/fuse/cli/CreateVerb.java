package io.vexfs.fuse.cli;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs create}: makes a collection, and its store if that is missing. */
@Command(
        name = "create",
        description = "Make a collection; also the store, if it is missing.",
        footer = {"", "Example:", "  vexfs create ./store words --dimensions 100 --metric cosine"})
final class CreateVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path: words, or notes/2026.")
    private String collection;

    @Option(
            names = "--dimensions",
            required = true,
            paramLabel = "N",
            description = "Components of each vector, 1 to 65536; 0: the first vector fixes it.")
    private int dimensions;

    @Option(
            names = "--metric",
            required = true,
            paramLabel = "METRIC",
            converter = Options.MetricText.class,
            description = "How distance is measured: l2, cosine, dot, l1, hamming or jaccard.")
    private DistanceMetric metric;

    @Option(
            names = "--quantization",
            defaultValue = "none",
            paramLabel = "CODES",
            converter = Options.QuantizationText.class,
            description = "What searches measure by on their way: none, int8 or int4 (default: none).")
    private Quantization quantization;

    @Option(
            names = "--storage",
            defaultValue = "heap",
            paramLabel = "PLACE",
            converter = Options.StorageText.class,
            description = "Where full vectors are kept: heap, or mapped for more than fit there (default: heap).")
    private VectorStorage storage;

    @Mixin
    private Options.WriteSafety safety;

    @Override
    void run() {
        CollectionSettings settings =
                UsageException.checked(() -> new CollectionSettings(metric, dimensions, quantization, storage));
        VexfsConfig config =
                VexfsConfig.DEFAULT.toBuilder().durability(safety.durability).build();
        try (Vexfs vexfs = Stores.open(store, config)) {
            vexfs.bridge().createCollection(collection, settings);
        }
        out().println("created " + collection + " in " + store + ": " + dimensions + " dimensions, " + metric.text());
    }
}
