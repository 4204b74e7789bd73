package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.disk.DiskBenchmark;
import io.vexfs.testkit.bench.disk.DiskReport;
import io.vexfs.testkit.bench.disk.DiskSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench mount}: a mount as a disk, against a pass-through in C and the host directory. */
@Command(
        name = "mount",
        description = {
            "Compare a mount, the pass-through in C that libfuse ships as an example, and the host directory, in turns.",
            "Reads, writes, names, what people run on a disk, and files of vectors; prints rates and ratios.",
            "The program in C comes from Debian's libfuse-dev, downloaded if need be and compiled by gcc."
        },
        footer = {"", "Examples:", "  vexfs bench mount --short", "  vexfs bench mount --json mount.json --check"})
final class MountVerb extends BenchVerb {
    /** The class that the launcher names: this program knows no mount. */
    private static final String PROGRAM = "vexfs.program";

    @Option(names = "--short", description = "Small sizes, two rounds, one table: less than a minute and a half.")
    private boolean small;

    @Option(names = "--size-mib", paramLabel = "N", description = "MiB read or written in a pass. Default: 64.")
    private Optional<Integer> sizeMib = Optional.empty();

    @Option(names = "--files", paramLabel = "N", description = "Files of a pass. Default: 10000.")
    private Optional<Integer> files = Optional.empty();

    @Option(names = "--vectors", paramLabel = "N", description = "Files of vectors of a pass. Default: 10000.")
    private Optional<Integer> vectors = Optional.empty();

    @Option(names = "--dimensions", paramLabel = "N", description = "Of each vector. Default: 384.")
    private Optional<Integer> dimensions = Optional.empty();

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each side. Default: 7.")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--workers", split = ",", paramLabel = "N", description = "Numbers of workers. Default: 1,4.")
    private List<Integer> workers = DiskSettings.LONG.workers();

    @Option(names = "--defaults", description = "With --short: also compare each side's default options.")
    private boolean defaults;

    @Option(
            names = "--c-attributes",
            description = "Build the pass-through with extended attributes, which the example leaves out.")
    private boolean attributes;

    @Option(
            names = "--rows",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "Only rows whose name has this: 'write|untar'. create, stat, rename and unlink go together,"
                    + " and so do untar, find, grep -r and rm -r.")
    private String rows;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report here.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--check", description = "Exit with 1 if a target is missed.")
    private boolean check;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where everything lies while it is measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Override
    void run() throws IOException {
        String program = System.getProperty(PROGRAM);
        if (program == null) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED, PROGRAM + ": expected the class of the program vexfs, was nothing");
        }
        DiskSettings base = small ? DiskSettings.SHORT : DiskSettings.LONG;
        DiskSettings settings = new DiskSettings(
                sizeMib.orElse(base.sizeMib()),
                files.orElse(base.files()),
                vectors.orElse(base.vectors()),
                dimensions.orElse(base.dimensions()),
                rounds.orElse(base.rounds()),
                workers,
                base.defaults() || defaults,
                attributes);
        Path cache = work.toAbsolutePath().resolve("vexfs-pass-through");
        DiskReport report = new DiskBenchmark(settings, program, Pattern.compile(rows)).run(work, cache, progress());
        report.lines().forEach(out()::println);
        if (json.isPresent()) {
            report.writeJson(json.get());
        }
        List<String> missed = report.missed();
        if (check && !missed.isEmpty()) {
            throw new VexfsException(FuseVexfsError.LIMIT_REACHED, "targets missed: " + String.join("; ", missed));
        }
    }
}
