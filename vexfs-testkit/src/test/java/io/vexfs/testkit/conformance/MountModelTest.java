package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.testkit.mount.GuardedMount;
import io.vexfs.testkit.mount.Mounted;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.SeededMountBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model of a mount agrees with the system's own file system, finds what it is to find, and shortens it. */
class MountModelTest {
    private static final MountModel.Settings FILES =
            new MountModel.Settings(3, 150, 2, false, Duration.ofSeconds(20), Duration.ZERO, Duration.ofSeconds(60));

    private static final MountModel.Settings BROKEN =
            new MountModel.Settings(3, 60, 2, false, Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(60));

    private static void check(SeededMountBug bug, long seed, MountModel.Settings settings) throws Exception {
        try (GuardedMount mount = GuardedMount.open(work -> mounted(bug, work), parent(), Duration.ofSeconds(120))) {
            MountModel.check(Place.in(mount, "model"), seed, settings);
        }
    }

    private static Mounted mounted(SeededMountBug bug, Path work) throws IOException {
        return bug.in(PlainDirectory.in(work));
    }

    /** A tmpfs before Linux 6.6 has no attributes. */
    private static Path parent() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return Files.getFileStore(temporary).supportsFileAttributeView("user")
                ? temporary
                : Path.of("target").toAbsolutePath();
    }

    @Test
    void steps_onAPlainDirectory_agreeWithTheModel() {
        for (long seed = 1; seed <= Integer.getInteger("vexfs.testkit.model.seeds", 4); seed++) {
            long each = seed;
            assertThatCode(() -> check(SeededMountBug.NONE, each, FILES)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SeededMountBug.class,
            names = {
                "FORGETS_RENAME",
                "KEEPS_OLD_NAME",
                "IGNORES_APPEND",
                "SWALLOWS_RENAME_ERROR",
                "SWALLOWS_UNLINK_ERROR",
                "SWALLOWS_RMDIR_ERROR",
                "COPIES_FOR_LINK",
                "RENAME_LOSES_ATTRIBUTES",
                "MIXES_WRITERS"
            })
    void steps_seededBug_areShortened(SeededMountBug bug, TestReporter reporter) {
        Throwable failure = LongStream.rangeClosed(1, 3)
                .mapToObj(seed -> catchThrowable(() -> check(bug, seed, BROKEN)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError(bug + " was not found"));

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageStartingWith("seed ");
        List<String> steps = failure.getMessage()
                .lines()
                .filter(line -> line.startsWith("  "))
                .toList();
        reporter.publishEntry(bug.name(), String.join(",", steps));
        // One step or two make what the next one shows to be wrong; where threads have to meet, it is up to them.
        assertThat(steps).as(failure.getMessage()).hasSizeBetween(1, bug == SeededMountBug.MIXES_WRITERS ? 60 : 4);
    }

    @Test
    void steps_ofASeed_areTheSame() {
        assertThat(MountSteps.of(5, 3, 40, 2)).isEqualTo(MountSteps.of(5, 3, 40, 2));
        assertThat(MountSteps.of(5, 3, 40, 2)).isNotEqualTo(MountSteps.of(6, 3, 40, 2));
    }

    @Test
    void rows_ofATextThatWasCut_areNone() {
        assertThat(ModelTree.rows("001 002\n003 004\n")).hasSize(2);
        assertThat(ModelTree.rows("001 002\n003 ")).isEmpty();
        assertThat(ModelTree.rows("001 002\n\0\0\0\0")).isEmpty();
        assertThat(ModelTree.rows("")).isEmpty();
    }
}
