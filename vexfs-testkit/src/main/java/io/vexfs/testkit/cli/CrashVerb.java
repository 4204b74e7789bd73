package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** One verb below {@code crash}: it runs a harness and prints what that found. */
abstract class CrashVerb extends BenchVerb {
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all that is random. Default: 1.")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "1440",
            description = "Begin no further round after that. Default: a day.")
    private long minutes;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie; a LOSS names the one that was kept. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    /** Crashes as told. */
    abstract CrashReport crash(CrashSettings settings) throws Exception;

    /** The most rounds. */
    abstract int rounds();

    /** Why this machine cannot do it. */
    Optional<String> hindrance() {
        return Optional.empty();
    }

    final long seed() {
        return seed;
    }

    @Override
    final void run() throws Exception {
        Optional<String> hindrance = hindrance();
        if (hindrance.isPresent()) {
            throw new VexfsException(FuseVexfsError.UNSUPPORTED, hindrance.get());
        }
        CrashReport report =
                crash(new CrashSettings(work.toAbsolutePath(), seed, rounds(), Duration.ofMinutes(minutes)));
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        if (!report.losses().isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.CORRUPT,
                    "expected no loss, was " + report.losses().size());
        }
    }
}
