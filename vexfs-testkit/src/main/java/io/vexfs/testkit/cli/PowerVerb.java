package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.InstalledEngine;
import io.vexfs.testkit.crash.PowerLossHarness;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs crash power}: the power of a real file system is cut after each write that reaches its device. */
@Command(
        name = "power",
        description = {
            "Cut the power of a real file system under a store.",
            "The cut comes after the N-th write that reached the device, for each N until the load ends before the cut. What was not forced is lost (FS_IOC_SHUTDOWN); what the durability",
            "every-write acknowledged must be there. Needs root, loop devices and mkfs.ext4 or mkfs.xfs."
        },
        footer = {"", "Example:", "  vexfs crash power --file-system xfs --stride 5"})
final class PowerVerb extends CrashVerb {
    @Option(
            names = "--file-system",
            paramLabel = "KIND",
            defaultValue = "ext4",
            description = "ext4 or xfs. Default: ${DEFAULT-VALUE}.")
    private String kind;

    @Option(names = "--first", paramLabel = "N", defaultValue = "0", description = "The first write. Default: 0.")
    private int first;

    @Option(
            names = "--stride",
            paramLabel = "N",
            defaultValue = "1",
            description = "Writes from one cut to the next. Default: ${DEFAULT-VALUE}.")
    private int stride;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "100000",
            description = "The most cuts. Default: until the load ends.")
    private int cuts;

    @Override
    Optional<String> hindrance() {
        if (!kind.equals("ext4") && !kind.equals("xfs")) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "--file-system: expected ext4 or xfs, was '" + kind + "'");
        }
        if (stride < 1) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "--stride: expected 1 or more, was " + stride);
        }
        return PowerLossHarness.hindrance(kind);
    }

    @Override
    int rounds() {
        return cuts;
    }

    @Override
    CrashReport crash(CrashSettings settings) throws Exception {
        return PowerLossHarness.run(InstalledEngine.class, settings, kind, first, stride, progress());
    }
}
