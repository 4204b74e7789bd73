package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.crash.CrashReport;
import io.vexfs.testkit.crash.CrashSettings;
import io.vexfs.testkit.crash.FlipHarness;
import io.vexfs.testkit.crash.FlipScope;
import io.vexfs.testkit.crash.InstalledEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some bytes of each file of a store with a bit of everything; {@code vexfs crash flips} takes all of them. */
class FlippedBytesTest {
    private static final int FLIPS_OF_A_FILE = Integer.getInteger("vexfs.flips", 5);

    @Test
    void flip_someBytesOfAnyFile_areNamedAndNeverServed(@TempDir Path work) throws IOException {
        CrashReport report = FlipHarness.run(
                InstalledEngine.class,
                new CrashSettings(work, 1, FLIPS_OF_A_FILE, Duration.ofDays(1)),
                FlipScope.of(FLIPS_OF_A_FILE),
                SmallStore::makeCompacted,
                Progress.NONE);

        assertThat(report.losses()).as(report.toString()).isEmpty();
        // FORMAT, the mark, a base, a segment, graphs, maps, and the file of the mount.
        assertThat(report.counts().get("files")).as(report.toString()).isGreaterThanOrEqualTo(7);
        assertThat(report.counts().get("refused")).isPositive();
        assertThat(report.counts().get("opened_with_all")).isPositive();
    }
}
