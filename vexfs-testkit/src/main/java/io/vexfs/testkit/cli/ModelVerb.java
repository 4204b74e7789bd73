package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.conformance.MountModel;
import io.vexfs.testkit.mount.GuardedMount;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.Place;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs suite model}: random steps on a real mount, compared with a model. */
@Command(
        name = "model",
        description = {
            "Take random steps in a mount, by several threads, and compare what comes of them with a simple model:",
            "files, directories, links, renames, attributes, searches, remounts. What fails is shortened and printed."
        },
        footer = {"", "Example:", "  vexfs suite model --seeds 100 --steps 500"})
final class ModelVerb extends BenchVerb {
    /** Shortening included, which takes at most a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final MountModel.Settings BASE = MountModel.Settings.DEFAULT;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The first one. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many are tried, one after the other. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--threads", paramLabel = "N", description = "At once. Default: 3.")
    private int threads = BASE.threads();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Of each thread in each phase. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--phases",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Everything is compared after each, and the store mounted anew after every other one. Default: ${DEFAULT-VALUE}.")
    private int phases;

    @Override
    void run() throws Exception {
        if (seeds < 1 || threads < 1 || steps < 1 || phases < 1) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "--seeds, --threads, --steps and --phases: expected 1 or more");
        }
        MountModel.Settings settings = new MountModel.Settings(
                threads, steps, phases, true, BASE.settlesWithin(), BASE.namesAgreeWithin(), Duration.ofMinutes(1));
        try (GuardedMount mount = GuardedMount.open(new InstalledMount(), LIMIT)) {
            for (long each = seed; each < seed + seeds; each++) {
                long tried = each;
                Callable<Boolean> check = () -> {
                    MountModel.check(Place.in(mount, "seed" + tried), tried, settings);
                    return true;
                };
                try {
                    mount.within("seed " + tried, check);
                } catch (AssertionError wrong) {
                    out().println("FAIL " + wrong.getMessage());
                    throw new VexfsException(
                            FuseVexfsError.BRIDGE_ERROR, "seed " + tried + ": mount and model part, see above", wrong);
                }
            }
        }
        out().println("seeds " + seed + " to " + (seed + seeds - 1) + ": mount and model agree, "
                + (long) seeds * threads * steps * phases + " steps");
    }
}
