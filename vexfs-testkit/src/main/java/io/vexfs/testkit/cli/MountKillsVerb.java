package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.crash.ChildJvm;
import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.MountHarness;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs crash mount}: the process of a mount is killed at random instants. */
@Command(
        name = "mount",
        description = {
            "Kill the process of a mount.",
            "SIGKILL comes at random instants: while files of vectors are written, synced, saved aside and renamed, moved and unlinked, and while it mounts. Mounted again, files and vectors must be what returned."
        },
        footer = {"", "Example:", "  vexfs crash mount --kills 100"})
final class MountKillsVerb extends CrashVerb {
    /** The class that the launcher names: this program knows no mount. */
    private static final String PROGRAM = "vexfs.program";

    @Option(names = "--kills", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Override
    Optional<String> hindrance() {
        return MountHarness.hindrance();
    }

    @Override
    int rounds() {
        return kills;
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        String program = System.getProperty(PROGRAM);
        if (program == null) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED, PROGRAM + ": expected the class of the program vexfs, was nothing");
        }
        return MountHarness.run(ChildJvm.command(program, List.of()), settings, progress());
    }
}
