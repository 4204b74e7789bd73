package io.vexfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.conformance.MountedSearchConformance;
import io.vexfs.testkit.conformance.MountedVectorConformance;
import io.vexfs.testkit.conformance.SuiteRun;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.Mounted;
import io.vexfs.testkit.mount.SeededMountBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite of a mount finds each bug that vectors and searches can have. */
@RequiresFuse
class SeededVectorBugsIT {
    private static volatile SeededMountBug bug = SeededMountBug.NONE;

    static Stream<SeededMountBug> bugsOfVectors() {
        return Arrays.stream(SeededMountBug.values()).filter(SeededMountBug::ofVectors);
    }

    private static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @ParameterizedTest
    @MethodSource("bugsOfVectors")
    void suite_seededBug_turnsRed(SeededMountBug each, TestReporter reporter) throws IOException {
        assumeTrue(
                !each.ofSeveralUsers() || root(), () -> each + ": its finder acts as several users, which takes root");
        bug = each;
        Map<String, String> failed = SuiteRun.failures(BrokenMount.class, each.finder()::equals);
        reporter.publishEntry(each.name(), String.join(", ", failed.keySet()));
        assertThat(failed).containsOnlyKeys(each.finder());
    }

    /** A mount with the bug of the moment; run by the launcher alone. */
    static class BrokenMount implements MountedVectorConformance, MountedSearchConformance {
        @Override
        public Mounted mount(Path work) throws Exception {
            return bug.in(new InstalledMount().mount(work));
        }
    }
}
