package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.mount.SoakBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench soak}: whether a mount stays as it is under steady work. */
@Command(
        name = "soak",
        description = {
            "Let four clients store, search and work on files of a mount of 10,000 vectors for a long time,",
            "and look at latencies, memory and stack 360 times. Writes soak.svg and soak.tsv.",
            "Prints a line for each figure: its median early and late. Ends with exit code 1 if a call failed."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs bench soak --minutes 60 --out ./soak",
            "  vexfs bench soak --minutes 1.5 --rate 100"
        })
final class SoakVerb extends BenchVerb {
    private static final int RATE_MAX = 100_000;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Calls a second of each client, up to 100,000. Default: as many as it can make.")
    private int rate;

    @Option(
            names = "--out",
            paramLabel = "DIRECTORY",
            defaultValue = "soak",
            description = "Where the chart and the table go. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the store lies meanwhile. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException, InterruptedException {
        if (!(minutes > 0 && minutes <= TimeUnit.DAYS.toMinutes(7))) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    String.format(Locale.ROOT, "--minutes: expected more than 0 and up to 10,080, was %s", minutes));
        }
        if (rate < 0 || rate > RATE_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    String.format(Locale.ROOT, "--rate: expected 0 to %,d calls a second, was %d", RATE_MAX, rate));
        }
        long seconds = Math.max(1, Math.round(minutes * TimeUnit.MINUTES.toSeconds(1)));
        SoakBenchmark.Result result = new SoakBenchmark(seconds, rate).run(work, progress());
        SoakBenchmark.write(result, directory);
        result.trends().forEach(trend -> out().println(trend.line()));
        out().println("errors " + result.errors() + ", chart " + directory.resolve("soak.svg"));
        if (result.errors() > 0) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, result.errors() + " calls failed");
        }
    }
}
