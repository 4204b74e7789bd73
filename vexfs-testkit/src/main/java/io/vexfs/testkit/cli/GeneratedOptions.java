package io.vexfs.testkit.cli;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.FuseBenchmarkSuite;
import io.vexfs.testkit.bench.Progress;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --mount} and {@code --dimensions}: how generated vectors come into a store. */
final class GeneratedOptions {
    @Option(names = "--mount", description = "Use files in a mount rather than call the API.")
    private boolean mount;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "128",
            description = "Dimensions of each vector. Default: ${DEFAULT-VALUE}.")
    private int dimensions;

    FuseBenchmarkSuite suite(Path work, Progress progress) {
        return new FuseBenchmarkSuite(BridgeProvider.installed(), work, dimensions, mount, progress);
    }
}
