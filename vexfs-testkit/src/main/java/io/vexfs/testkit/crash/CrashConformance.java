package io.vexfs.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.VectorStorage;
import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing acknowledged is lost: the short forms of the crash harnesses. Each first runs its canary, a known fault, and
 * fails if it does not find it. {@code vexfs crash} runs the long forms.
 *
 * <pre>
 * class MyCrashIT implements CrashConformance {
 *     public Class&lt;? extends CrashEngine&gt; engine() { return MyEngine.class; }
 * }
 * </pre>
 */
public interface CrashConformance {
    /** Opens the stores; a public class with a public constructor without arguments. */
    Class<? extends CrashEngine> engine();

    /** Of everything random. */
    default long seed() {
        return Long.getLong("vexfs.seed", 1);
    }

    /** A process is killed among its steps, in recovery and in close; half of the kills hit an opening. */
    @Test
    @Timeout(600)
    default void kill_atRandomInstants_losesNothing(@TempDir Path work) throws Exception {
        int kills = 8;
        CrashReport report =
                KillHarness.run(engine(), new CrashSettings(work, seed(), kills, Duration.ofMinutes(9)), Progress.NONE);

        assertThat(report.losses()).as(report.toString()).isEmpty();
        assertThat(report.counts().get("kills")).isEqualTo(kills);
        assertThat(report.counts().get("in_recovery")).as(report.toString()).isGreaterThanOrEqualTo(1);
        assertThat(report.counts().get("steps")).isGreaterThan(kills);
    }

    /** The power is cut at a few points of the load, on a real file system. */
    @ParameterizedTest
    @Timeout(600)
    @ValueSource(strings = {"ext4", "xfs"})
    default void cutPower_underEveryWrite_losesNothing(String kind, @TempDir Path work) throws Exception {
        assumePossible(PowerLossHarness.hindrance(kind));
        int cuts = 3;
        CrashReport report = PowerLossHarness.run(
                engine(), new CrashSettings(work, seed(), cuts, Duration.ofMinutes(2)), kind, 12, 83, Progress.NONE);

        assertThat(report.losses()).as(report.toString()).isEmpty();
        assertThat(report.counts().get("acknowledged_steps")).isPositive();
    }

    /** The disk is full: writes are refused, reads go on, and writes too once there is room. A round for each storage. */
    @Test
    @Timeout(600)
    default void fillDisk_thenMakeRoom_goesOn(@TempDir Path work) throws IOException {
        assumePossible(FullDiskHarness.hindrance());
        int disks = VectorStorage.values().length;
        CrashReport report = FullDiskHarness.run(
                engine(), new CrashSettings(work, seed(), disks, Duration.ofMinutes(2)), Progress.NONE);

        assertThat(report.losses()).as(report.toString()).isEmpty();
        assertThat(report.counts().get("writes_refused")).isPositive();
    }

    private static void assumePossible(Optional<String> hindrance) {
        hindrance.ifPresent(
                why -> System.getLogger("io.vexfs.testkit").log(Level.WARNING, "skipped a test of crashes: {0}", why));
        assumeTrue(hindrance.isEmpty(), () -> hindrance.orElse(""));
    }
}
