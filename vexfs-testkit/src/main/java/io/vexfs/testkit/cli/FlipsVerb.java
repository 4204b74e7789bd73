package io.vexfs.testkit.cli;

import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.FlipHarness;
import io.vexfs.testkit.crash.FlipScope;
import io.vexfs.testkit.crash.InstalledEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs crash flips}: every byte of a small closed store is changed once. */
@Command(
        name = "flips",
        description = {
            "Change every byte of a small closed store, one at a time.",
            "The check (verify) must name the file, and the store",
            "must answer as before or refuse to open and name it. One byte of each map stands for all: a checksum covers it."
        },
        footer = {"", "Example:", "  vexfs crash flips --of-a-file 50"})
final class FlipsVerb extends CrashVerb {
    @Option(
            names = "--of-a-file",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "Bytes of each file, evenly spread. Default: all.")
    private int flips;

    @Override
    int rounds() {
        return flips;
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        return FlipHarness.run(
                InstalledEngine.class,
                settings,
                FlipScope.of(flips),
                FlipHarness.vectors(InstalledEngine.class, seed()),
                progress());
    }
}
