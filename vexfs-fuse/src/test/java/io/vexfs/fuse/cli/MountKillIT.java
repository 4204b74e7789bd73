package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.crash.ChildJvm;
import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.MountHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few kills of the process of a mount; {@code vexfs crash mount} is the long form. */
@RequiresFuse
class MountKillIT {
    private static final int KILLS = Integer.getInteger("vexfs.kills", 5);

    @Test
    @Timeout(600)
    void kill_atRandomInstants_losesNoFileAndNoVector(@TempDir Path work) throws Exception {
        CrashReport report = MountHarness.run(
                ChildJvm.command(VexfsCli.class.getName(), List.of()),
                new CrashSettings(work, Long.getLong("vexfs.seed", 1), KILLS, Duration.ofMinutes(5)),
                Progress.NONE);

        assertThat(report.losses()).as(report.toString()).isEmpty();
        assertThat(report.counts().get("kills")).isGreaterThanOrEqualTo(KILLS);
        assertThat(report.counts().get("steps")).isPositive();
    }
}
