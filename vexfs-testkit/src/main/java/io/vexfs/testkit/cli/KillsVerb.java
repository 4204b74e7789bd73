package io.vexfs.testkit.cli;

import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.InstalledEngine;
import io.vexfs.testkit.crash.KillHarness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs crash kills}: a process that uses a store is killed at random instants. */
@Command(
        name = "kills",
        description = {
            "Kill a process that uses a store.",
            "SIGKILL comes at random instants: while it puts, replaces, deletes, puts batches, moves files, while the log is compacted and graphs are written, while it closes, and while it recovers.",
            "Prints the kills by where they hit, and the steps taken."
        },
        footer = {"", "Example:", "  vexfs crash kills --kills 1000 --seed 7"})
final class KillsVerb extends CrashVerb {
    @Option(names = "--kills", paramLabel = "N", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Override
    int rounds() {
        return kills;
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        return KillHarness.run(InstalledEngine.class, settings, progress());
    }
}
