package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Thresholds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --json}, {@code --check} and {@code --work}. */
final class ResultOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Exit with 1 if a figure is not as this file wants it, such as"
                    + " {\"ef64.recall\": {\"least\": 0.95}, \"search.p99Micros\": {\"most\": 2000}}.")
    private Optional<Path> thresholds = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    Path work() {
        return work;
    }

    /** Reads the thresholds before anything is measured, so that a mistake in them does not cost a run. */
    void prepare() throws IOException {
        if (thresholds.isPresent()) {
            Thresholds.read(thresholds.get());
        }
    }

    /** Prints the result, writes it and checks it. */
    void finish(BenchResult result, PrintWriter out) throws IOException {
        result.lines().forEach(out::println);
        if (json.isPresent()) {
            result.writeJson(json.get());
        }
        check(thresholds, result);
    }

    static void check(Optional<Path> thresholds, BenchResult result) throws IOException {
        if (thresholds.isEmpty()) {
            return;
        }
        List<String> missed = Thresholds.read(thresholds.get()).missed(result);
        if (!missed.isEmpty()) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "thresholds missed: " + String.join("; ", missed));
        }
    }
}
