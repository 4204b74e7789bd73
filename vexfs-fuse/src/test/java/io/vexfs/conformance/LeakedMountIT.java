package io.vexfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.conformance.MountSuite;
import io.vexfs.testkit.conformance.SuiteRun;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.MountPoints;
import io.vexfs.testkit.mount.Mounted;
import io.vexfs.testkit.mount.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A fixture that leaves its mount behind is named, and the mount is taken away. */
@RequiresFuse
class LeakedMountIT {
    private static volatile Mounted left;
    private static volatile Path point;

    @Test
    void suite_fixtureLeavesItsMount_namesItAndTakesItAway() throws Exception {
        Map<String, String> failed = SuiteRun.failures(Leaves.class);
        try {
            assertThat(failed).hasSize(1);
            assertThat(failed.get("LeakedMountIT$Leaves"))
                    .contains("close of Leaves: expected no mount left, was [" + point);
            assertThat(MountPoints.below(point)).isEmpty();
            assertThat(Files.exists(point)).isFalse();
        } finally {
            left.close();
        }
    }

    /** Run by the launcher alone. */
    static class Leaves implements MountSuite {
        @Test
        void write_file_isRead(Place place) {
            place.write("f", "x");
            assertThat(place.read("f")).isEqualTo("x");
        }

        @Override
        public Mounted mount(Path work) throws Exception {
            Mounted right = new InstalledMount().mount(work);
            left = right;
            point = right.point();
            return new Mounted() {
                @Override
                public Path point() {
                    return right.point();
                }

                @Override
                public void remount() throws Exception {
                    right.remount();
                }

                @Override
                public void close() {
                    // This is the fault.
                }
            };
        }
    }
}
