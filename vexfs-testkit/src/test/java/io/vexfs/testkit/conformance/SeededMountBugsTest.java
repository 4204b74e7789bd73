package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.testkit.mount.Mounted;
import io.vexfs.testkit.mount.SeededMountBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite of a mount finds each bug that ordinary files can have; the frontend's own tests do this for vectors. */
class SeededMountBugsTest {
    private static volatile SeededMountBug bug = SeededMountBug.NONE;

    static Stream<SeededMountBug> bugsOfFiles() {
        return Arrays.stream(SeededMountBug.values()).filter(each -> each != SeededMountBug.NONE && !each.ofVectors());
    }

    private static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @ParameterizedTest
    @MethodSource("bugsOfFiles")
    void suite_seededBug_turnsRed(SeededMountBug each, TestReporter reporter) throws IOException {
        assumeTrue(
                !each.ofSeveralUsers() || root(), () -> each + ": its finder acts as several users, which takes root");
        bug = each;
        Map<String, String> failed = failures(each.finder()::equals);
        reporter.publishEntry(each.name(), String.join(", ", failed.keySet()));
        assertThat(failed).containsOnlyKeys(each.finder());
    }

    @Test
    void suite_plainDirectory_isGreen() throws IOException {
        bug = SeededMountBug.NONE;
        assertThat(failures(method -> true)).isEmpty();
    }

    private static Map<String, String> failures(Predicate<String> methods) throws IOException {
        return SuiteRun.of(BrokenDirectory.class, methods, Map.of(MountedTests.DIRECTORY, place().toString()))
                .failures();
    }

    /** Other users, whom the suite plays, may not get into a checkout; but a tmpfs before Linux 6.6 has no attributes. */
    private static Path place() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return Files.getFileStore(temporary).supportsFileAttributeView("user")
                ? temporary
                : Path.of("target").toAbsolutePath();
    }

    /** The list is kept where whoever brings a mount reads it. */
    @ParameterizedTest
    @EnumSource(value = SeededMountBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void documentation_namesEachBugWithItsFinder(SeededMountBug each) throws IOException {
        Path page = Path.of("").toAbsolutePath();
        while (!Files.exists(page.resolve("docs/testkit.md"))) {
            page = page.getParent();
        }
        assertThat(page.resolve("docs/testkit.md"))
                .content()
                .contains("| `" + each.name() + "` | `" + each.finder() + "` |");
    }

    /** A directory with the bug of the moment; run by the launcher alone. */
    static class BrokenDirectory
            implements ContentConformance,
                    NameConformance,
                    RenameConformance,
                    FileAttributeConformance,
                    PermissionConformance,
                    ListingConformance,
                    RemountConformance,
                    MountModelConformance {
        @Override
        public MountModel.Settings modelSettings() {
            return new MountModel.Settings(
                    3, 60, 2, false, Duration.ofSeconds(20), namesAgreeWithin(), Duration.ofSeconds(2));
        }

        @Override
        public Mounted mount(Path work) throws IOException {
            return bug.in(PlainDirectory.in(work));
        }
    }
}
