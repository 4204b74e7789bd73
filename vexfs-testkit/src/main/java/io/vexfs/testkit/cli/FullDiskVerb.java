package io.vexfs.testkit.cli;

import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.FullDiskHarness;
import io.vexfs.testkit.crash.InstalledEngine;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs crash full-disk}: a small disk is filled, and given room again. */
@Command(
        name = "full-disk",
        description = {
            "Fill a small real file system (tmpfs) under a store.",
            "Writes must fail with NO_SPACE and change nothing, reads and",
            "searches go on, and so do writes once there is room; closing on a full disk loses nothing. Disks take turns with vectors on the heap and mapped. Needs root."
        },
        footer = {"", "Example:", "  vexfs crash full-disk --disks 20"})
final class FullDiskVerb extends CrashVerb {
    @Option(names = "--disks", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int disks;

    @Override
    Optional<String> hindrance() {
        return FullDiskHarness.hindrance();
    }

    @Override
    int rounds() {
        return disks;
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        return FullDiskHarness.run(InstalledEngine.class, settings, progress());
    }
}
