package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.mount.MountFixture;
import io.vexfs.testkit.mount.MountPoints;
import io.vexfs.testkit.mount.Mounted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the suite says of fixtures that are at fault. A real mount is looked over where there is one. */
class FuseIntegrationTestSuiteTest {
    private static final TestConfiguration QUICK =
            TestConfiguration.DEFAULT.toBuilder().limit(Duration.ofSeconds(1)).build();

    private static IntegrationReport report(MountFixture fixture, Set<Area> areas) {
        return new FuseIntegrationTestSuite(fixture, QUICK).run(areas, Progress.NONE);
    }

    private interface Closing {
        void close() throws Exception;
    }

    private static MountFixture directory(Closing closing) {
        return work -> new Mounted() {
            @Override
            public Path point() {
                return work;
            }

            @Override
            public void remount() {
                // A plain directory stays.
            }

            @Override
            public void close() throws Exception {
                closing.close();
            }
        };
    }

    @Test
    void run_plainDirectory_failsWhatItCannotDoAndGoesOn() {
        IntegrationReport report = report(directory(() -> {}), EnumSet.allOf(Area.class));

        assertThat(report.results()).hasSize(FuseIntegrationTestSuite.checks().size() + 1);
        assertThat(report.results().stream().filter(each -> each.failure().isEmpty()))
                .extracting(IntegrationResult::name)
                .contains("mount_new_isAnEmptyDirectory", "fixture_closes_cleanly")
                .doesNotContain("mount_new_hasItsControlFiles", "store_everyFile_isIndexed");
        assertThat(report.failed())
                .filteredOn(each -> each.name().equals("mount_new_hasItsControlFiles"))
                .singleElement()
                .satisfies(each -> assertThat(each.failure().orElseThrow()).contains(".vexfs: ENOENT"));
    }

    @Test
    void run_fixtureThatHangsInClose_namesIt() {
        CountDownLatch never = new CountDownLatch(1);

        IntegrationReport report = report(directory(never::await), Set.of(Area.INITIALISATION));

        assertThat(report.failed())
                .filteredOn(each -> each.name().equals("fixture_closes_cleanly"))
                .singleElement()
                .satisfies(each -> assertThat(each.failure().orElseThrow())
                        .contains("close of ", "expected to end within 1 s, hung in"));
    }

    @Test
    void run_fixtureThatCannotMount_failsEveryCheckWithItsReason() {
        IntegrationReport report = report(
                work -> {
                    throw new IOException("no device");
                },
                Set.of(Area.ERRORS));

        assertThat(report.failed())
                .hasSize(report.results().size() - 1)
                .allSatisfy(each -> assertThat(each.failure().orElseThrow()).contains("no device"));
    }

    @Test
    void areas_all_haveChecksWithNamesOfTheirOwn() {
        List<IntegrationCheck> checks = FuseIntegrationTestSuite.checks();

        assertThat(checks).extracting(IntegrationCheck::area).contains(Area.values());
        assertThat(checks).extracting(IntegrationCheck::name).doesNotHaveDuplicates();
    }

    @Test
    void report_asTextAndJson_saysWhatFailed(@TempDir Path directory) throws IOException {
        IntegrationReport report = report(directory(() -> {}), Set.of(Area.INITIALISATION));
        Path json = directory.resolve("report.json");
        report.writeJson(json);

        assertThat(report.lines()).contains("initialisation").anyMatch(line -> line.startsWith("  FAIL "));
        assertThat(Files.readString(json)).contains("\"area\" : \"initialisation\"", "\"failed\" : ");
    }

    @Test
    void below_directoryWithoutMounts_isEmpty(@TempDir Path directory) throws IOException {
        assertThat(MountPoints.below(directory)).isEmpty();
        assertThat(MountPoints.below(Path.of("/proc"))).contains(Path.of("/proc"));
    }
}
